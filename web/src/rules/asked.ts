/** A change that the server refused because it makes other fields necessary. */
import { ApiError } from '@/api/client';
import { isWritable } from '@/api/meta';
import type { Field, ObjectMeta } from '@/api/types';

/** The fields that the server asks for, when it asks for nothing else. */
export function askedFor(error: unknown, meta: ObjectMeta, change: Record<string, unknown>): Field[] | null {
  if (!(error instanceof ApiError) || error.status !== 422 || error.errors.length === 0) return null;
  const fields = error.errors.map((one) => (one.code === 'required' && !(one.field in change) ? meta.fields.find((field) => field.name === one.field) : undefined));
  return fields.every((field) => field !== undefined && isWritable(field)) ? (fields as Field[]) : null;
}
