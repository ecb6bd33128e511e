/**
 * What was typed into fields of records and isn't saved: it outlives a lost connection, a record that goes, and a
 * reload. In the browser's storage, one bundle for each person; what lies sealed on the server is kept in memory only.
 */
import { getCaller } from '@/api/caller';
import type { Field, FieldValue } from '@/api/types';
import { readStored, writeStored } from '@/ui/storage';
import type { Base } from './base';

export interface Kept {
  value: FieldValue;
  base: Base;
  /** It was meant to be saved, and is sent once the server answers again. */
  waiting: boolean;
}

export type KeptFields = Readonly<Record<string, Kept>>;

/** Records with something unsaved; of more the oldest are given up. */
const MOST = 30;

type Bundle = Record<string, { at: number; fields: Record<string, Kept> }>;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isKept = (value: unknown): value is Kept => isObject(value) && 'value' in value && isObject(value.base) && typeof value.base.version === 'number';
const isBundle = (value: unknown): value is Bundle =>
  isObject(value) && Object.values(value).every((one) => isObject(one) && typeof one.at === 'number' && isObject(one.fields) && Object.values(one.fields).every(isKept));

const memory = new Map<string, Record<string, Kept>>();
const storeKey = () => `edits.${getCaller().id}`;
const keyOf = (object: string, id: string) => `${object}/${id}`;
const memoryKey = (object: string, id: string) => `${getCaller().id}/${keyOf(object, id)}`;

/** Everything that was typed into this record and isn't saved. */
export function readKept(object: string, id: string): KeptFields {
  const stored = readStored(storeKey(), isBundle)?.[keyOf(object, id)]?.fields;
  return { ...stored, ...memory.get(memoryKey(object, id)) };
}

/** Keeps what was typed into a field, or forgets it. */
export function keep(object: string, id: string, field: Field, kept: Kept | null): void {
  const inMemory = memoryKey(object, id);
  const { [field.name]: _, ...others } = memory.get(inMemory) ?? {};
  memory.set(inMemory, kept ? { ...others, [field.name]: kept } : others);
  if (field.sensitive || field.access === 'masked') return;
  const all = readStored(storeKey(), isBundle) ?? {};
  const { [field.name]: __, ...rest } = all[keyOf(object, id)]?.fields ?? {};
  if (!kept && !all[keyOf(object, id)]) return;
  const fields = kept ? { ...rest, [field.name]: kept } : rest;
  const bundle: Bundle = { ...all, [keyOf(object, id)]: { at: Date.now(), fields } };
  const left = Object.entries(bundle)
    .filter(([, one]) => Object.keys(one.fields).length > 0)
    .sort(([, a], [, b]) => b.at - a.at)
    .slice(0, MOST);
  writeStored(storeKey(), left.length > 0 ? Object.fromEntries(left) : null);
}
