/** A comment that is being written survives a reload: one for each record, in the browser. */
import { readStored, writeStored } from '@/ui/storage';
import type { Writing } from './MentionArea';

const keyOf = (object: string, id: string) => `comment.${object}.${id}`;

function isWriting(value: unknown): value is Writing {
  if (typeof value !== 'object' || value === null) return false;
  const { body, people } = value as Record<string, unknown>;
  return typeof body === 'string' && Array.isArray(people) && people.every((one) => typeof (one as { name?: unknown } | null)?.name === 'string');
}

export const EMPTY: Writing = { body: '', people: [] };
export const readComment = (object: string, id: string): Writing => readStored(keyOf(object, id), isWriting) ?? EMPTY;
export const keepComment = (object: string, id: string, writing: Writing) => writeStored(keyOf(object, id), writing.body.trim() ? writing : null);
