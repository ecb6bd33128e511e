/** The values of a new record: what it starts with, what is missing, what is sent. */
import { laidOut, type Laid } from '@/api/layout';
import { isWritable } from '@/api/meta';
import type { Field, FieldValue, Layout, Me, ObjectMeta } from '@/api/types';
import { toWire } from '@/fields/registry';
import { isEmpty, type Fault } from '@/fields/types';

export type Draft = Record<string, FieldValue>;
export type Faults = Record<string, Fault | undefined>;

/** Fields that a person fills in. */
export const fillable = (field: Field): boolean => isWritable(field) && field.kind !== 'auto_number';

/** Those fields by section of the layout; what is `required`, has no default and stands nowhere comes with the first section. */
export function formSections(meta: ObjectMeta, layout: Layout, required: ReadonlySet<string>): Laid[] {
  const sections = laidOut(meta, layout, fillable).filter((section) => section.fields.length > 0);
  const placed = new Set(sections.flatMap((section) => section.fields));
  const forgotten = meta.fields.filter((field) => required.has(field.name) && field.default == null && fillable(field) && !placed.has(field));
  if (forgotten.length === 0) return sections;
  const [first, ...others] = sections;
  if (!first) return [{ key: '', label: '', columns: 2, collapsed: false, card: false, tab: null, fields: forgotten }];
  return [{ ...first, collapsed: false, fields: [...first.fields, ...forgotten] }, ...others];
}

/** The server fills the field by a formula when it is left empty. */
export const byFormula = (field: Field): boolean => typeof field.default === 'object' && field.default !== null && 'formula' in field.default;

/** Left as it was, it means the moment of saving: a form may stand open for hours. */
export const isClock = (field: Field): boolean => typeof field.default === 'object' && field.default !== null && 'now' in field.default;

function defaultOf(field: Field, me: Me, now: Date): FieldValue {
  const value = field.default;
  if (typeof value === 'object' && value !== null) {
    if ('formula' in value) return null;
    if ('now' in value) return field.kind === 'date' ? now.toISOString().slice(0, 10) : now.toISOString();
    if ('me' in value) return { id: me.id, object: 'user', name: me.name };
  }
  if (field.name === 'owner' && field.kind === 'user') return { id: me.id, object: 'user', name: me.name };
  return (value ?? null) as FieldValue;
}

export function startDraft(fields: Field[], given: Draft, me: Me, now = new Date()): Draft {
  return Object.fromEntries(fields.map((field) => [field.name, given[field.name] ?? defaultOf(field, me, now)]));
}

/** Faults that need no server: what was typed wrong, and what must not be empty. */
export function checkDraft(fields: Field[], draft: Draft, typed: Faults): Faults {
  const found: Faults = {};
  for (const field of fields) {
    const fault = typed[field.name] ?? (field.required && isEmpty(draft[field.name]) ? { code: 'required' as const } : undefined);
    if (fault) found[field.name] = fault;
  }
  return found;
}

/** Only what was filled in is sent: the server's own defaults stay the server's. */
export function wireDraft(fields: Field[], draft: Draft): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const field of fields) {
    const value = draft[field.name];
    if (!isEmpty(value)) values[field.name] = toWire(value, field);
  }
  return values;
}
