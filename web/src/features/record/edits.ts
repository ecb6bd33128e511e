/** What a change of a field may come to. */
import { ApiError } from '@/api/client';
import type { Field, FieldValue, ObjectMeta, RecordData } from '@/api/types';
import { isEmpty } from '@/fields/types';
import { applyRules } from '@/rules/apply';
import type { DuplicateItem } from '../duplicates/api';
import type { Base } from './base';

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

/** The server can't be reached, or something before it says that it can't. */
export const isAway = (error: unknown): boolean => error instanceof ApiError && (error.status === 0 || (error.status >= 502 && error.status <= 504));
