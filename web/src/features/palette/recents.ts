/** Records that this person opened last in this browser: which ones, never what they are called. */
import { readStored, writeStored } from '@/ui/storage';

export interface Recent {
  object: string;
  id: string;
}

const MOST = 8;
const key = (person: string) => `recents.${person}`;

const isRecents = (value: unknown): value is Recent[] =>
  Array.isArray(value) &&
  value.every((it: unknown) => typeof (it as Recent | null)?.object === 'string' && typeof (it as Recent).id === 'string');

export const recentsOf = (person: string): Recent[] => readStored(key(person), isRecents) ?? [];

export function remember(person: string, object: string, id: string) {
  const others = recentsOf(person).filter((it) => it.id !== id);
  writeStored(key(person), [{ object, id }, ...others].slice(0, MOST));
}
