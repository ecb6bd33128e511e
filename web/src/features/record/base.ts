/** What a change was made from, and how somebody else's change of the same field is noticed. */
import type { Field, FieldValue, RecordData } from '@/api/types';
import { toWire } from '@/fields/registry';
import { sameValue } from '@/fields/same';

export interface Base {
  version: number;
  value: FieldValue;
}

const valueOf = (record: RecordData, field: Field): FieldValue => (record[field.name] ?? null) as FieldValue;

export const baseOf = (record: RecordData, field: Field): Base => ({ version: record.version, value: valueOf(record, field) });

/** Whether two values of a field are the same as the API takes them. */
export const sameIn = (field: Field, a: FieldValue, b: FieldValue): boolean => sameValue(toWire(a, field), toWire(b, field));

/** Whether somebody else has given the field another value since. */
export const hasMoved = (record: RecordData, field: Field, base: Base): boolean => record.version > base.version && !sameIn(field, valueOf(record, field), base.value);

/** What one has saved oneself since the editing began is nobody else's change: `own` is the newest of that. */
export const since = (base: Base, own: Base | undefined, field: Field): Base => (own && own.version > base.version && sameIn(field, own.value, base.value) ? own : base);
