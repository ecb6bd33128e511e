/** What a change of a field may come to, and how somebody else's change of the same field is noticed. */
import { ApiError } from '@/api/client';
import type { Field, FieldValue, ObjectMeta, RecordData } from '@/api/types';
import { toWire } from '@/fields/registry';
import { isEmpty } from '@/fields/types';
import { applyRules } from '@/rules/apply';
import type { DuplicateItem } from '../duplicates/api';
import { sameValue } from '@/fields/same';
import type { Base } from './kept';

/** Other fields of the same record, as the API takes them. */
export type Along = Readonly<Record<string, unknown>>;

export interface Refusal {
  message: string;
  value: FieldValue;
  /** What it was typed over. */
  base: Base;
  along?: Along;
  /** Refused by the server; waiting for it to answer; or typed and left, when the page was closed. */
  state: 'refused' | 'waiting' | 'left';
}

/** Typed over a value that somebody else has changed since; what they saved is in the record. */
export interface Conflict {
  mine: FieldValue;
  along?: Along;
}

export interface Change {
  field: Field;
  value: FieldValue;
  base: Base;
  /** What it made necessary and the person has given: it goes wherever the change goes. */
  along?: Along;
}

/** A change that makes other fields necessary. */
export interface Wanted extends Change {
  missing: Field[];
}

/** A change that makes a possible duplicate. */
export interface Doubt extends Change {
  items: DuplicateItem[];
}

/** The fields that the change makes necessary and that have no value. */
export function missingAfter(meta: ObjectMeta, record: RecordData, change: Record<string, unknown>): Field[] {
  const next = { ...record, ...change };
  const [before, after] = [applyRules(meta, record).required, applyRules(meta, next).required];
  return meta.fields.filter((field) => after.has(field.name) && !before.has(field.name) && isEmpty(next[field.name]));
}

export const baseOf = (record: RecordData, field: Field): Base => ({ version: record.version, value: (record[field.name] ?? null) as FieldValue });

/** Whether somebody else has given the field another value since. */
export const hasMoved = (record: RecordData, field: Field, base: Base): boolean =>
  record.version > base.version && !sameValue(toWire((record[field.name] ?? null) as FieldValue, field), toWire(base.value, field));

/** The server can't be reached, or something before it says that it can't. */
export const isAway = (error: unknown): boolean => error instanceof ApiError && (error.status === 0 || (error.status >= 502 && error.status <= 504));
