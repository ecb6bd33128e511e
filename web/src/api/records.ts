/** Writing records, one place for the headers and the batches. */
import { api } from './client';
import type { BatchResult, Problem, RecordData } from './types';

export type Values = Record<string, unknown>;

/** With a version, a change by someone else to the same field is a conflict (412), not overwritten. */
export function saveFields(object: string, id: string, values: Values, version?: number): Promise<RecordData> {
  const headers = version === undefined ? undefined : { 'If-Match': `"${version}"` };
  return api.patch<RecordData>(`/records/${object}/${id}`, values, { headers });
}

export function createRecord(object: string, values: Values, idempotencyKey: string): Promise<RecordData> {
  return api.post<RecordData>(`/records/${object}`, values, { headers: { 'Idempotency-Key': idempotencyKey } });
}

export const deleteRecord = (object: string, id: string): Promise<void> => api.delete(`/records/${object}/${id}`);

export const restoreRecord = (object: string, id: string): Promise<RecordData> =>
  api.post<RecordData>(`/records/${object}/${id}/restore`);

export type BatchOp =
  | { op: 'update'; id: string; values: Values }
  | { op: 'delete'; id: string }
  | { op: 'restore'; id: string };

export interface BatchOutcome {
  done: string[];
  failed: { id: string; problem: Problem }[];
}

const BATCH = 500;

/** As many requests as it takes; one refused row does not hold back the others. */
export async function runBatch(object: string, operations: BatchOp[]): Promise<BatchOutcome> {
  const outcome: BatchOutcome = { done: [], failed: [] };
  for (let start = 0; start < operations.length; start += BATCH) {
    const part = operations.slice(start, start + BATCH);
    const answer = await api.post<BatchResult>(`/records/${object}/batch`, { atomic: false, operations: part });
    for (const result of answer.results) {
      const id = part[result.index]?.id;
      if (!id) continue;
      if (result.error) outcome.failed.push({ id, problem: result.error });
      else outcome.done.push(id);
    }
  }
  return outcome;
}
