/** Writing records, one place for the headers. */
import { api, ApiError } from './client';
import { isWritable } from './meta';
import type { Field, ObjectMeta, RecordData } from './types';

export type Values = Record<string, unknown>;

/** Saves what may be a duplicate, after a person has seen the records that are there. */
const ACCEPT = { duplicates: 'accept' };

/** With a version, a change by someone else to the same field is a conflict (412), not overwritten. */
export function saveFields(object: string, id: string, values: Values, version?: number, accept = false): Promise<RecordData> {
  const headers = version === undefined ? undefined : { 'If-Match': `"${version}"` };
  return api.patch<RecordData>(`/records/${object}/${id}`, values, { headers, query: accept ? ACCEPT : undefined });
}

/** The fields that a refused change makes necessary, when the server asks for nothing else. */
export function askedFor(error: unknown, meta: ObjectMeta, change: Values): Field[] | null {
  if (!(error instanceof ApiError) || error.status !== 422 || error.errors.length === 0) return null;
  const fields = error.errors.map((one) => (one.code === 'required' && !(one.field in change) ? meta.fields.find((field) => field.name === one.field) : undefined));
  return fields.every((field) => field !== undefined && isWritable(field)) ? (fields as Field[]) : null;
}

export function createRecord(object: string, values: Values, idempotencyKey: string, accept = false): Promise<RecordData> {
  return api.post<RecordData>(`/records/${object}`, values, { headers: { 'Idempotency-Key': idempotencyKey }, query: accept ? ACCEPT : undefined });
}

/** A masked value as it is; the look is kept in the audit log. */
export const revealValue = (object: string, id: string, field: string): Promise<unknown> =>
  api.post<{ value: unknown }>(`/records/${object}/${id}/actions/reveal`, { field }).then(({ value }) => value);

export const deleteRecord = (object: string, id: string): Promise<void> => api.delete(`/records/${object}/${id}`);

export const restoreRecord = (object: string, id: string): Promise<RecordData> =>
  api.post<RecordData>(`/records/${object}/${id}/restore`);
