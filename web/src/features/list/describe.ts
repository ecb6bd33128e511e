/** A filter in words, for its chip. */
import type { Field, Filter, FilterTest, ObjectMeta } from '@/api/types';
import { formatValue } from '@/fields/registry';
import { targetOf } from '@/fields/shared/target';
import { needsValue } from '@/fields/shared/operators';
import { absolute } from '@/fields/format/date';
import type { FormatContext } from '@/fields/types';
import { isTest } from './search';

type Names = (object: string, id: string) => string;

export function opLabel(field: Field, op: FilterTest['op'], { t }: FormatContext): string {
  const dates = field.kind === 'date' || field.kind === 'datetime';
  if (dates && (op === 'lt' || op === 'gte')) return t(`fields.opDate.${op}`);
  return t(`fields.op.${op}`);
}

function period(value: unknown, { t }: FormatContext): string {
  if (typeof value === 'string') return t(`fields.period.${value}` as 'fields.period.today', { defaultValue: value });
  if (typeof value === 'object' && value !== null) {
    const [name, count] = Object.entries(value)[0] ?? [];
    if (name) return t(`fields.period.${name}` as 'fields.period.last_days', { count: Number(count), defaultValue: name });
  }
  return '';
}

function oneValue(value: unknown, field: Field, context: FormatContext, names: Names): string {
  const isReference = field.kind === 'reference' || field.kind === 'multi_reference' || field.kind === 'user' || field.kind === 'department';
  if (isReference && typeof value === 'string') {
    return names(targetOf(field), value);
  }
  if (field.kind === 'record' && typeof value === 'object' && value !== null) {
    const { object, id } = value as { object?: string; id?: string };
    return names(object ?? '', id ?? '');
  }
  if (value === '@today') return context.t('fields.date.today');
  if ((field.kind === 'date' || field.kind === 'datetime') && typeof value === 'string') return absolute(value, context.zone);
  if (field.kind === 'multi_choice' || field.kind === 'tags') return formatValue([String(value)], field, context);
  return formatValue(value as never, field, context) || String(value ?? '');
}

function describeValue(test: FilterTest, field: Field, context: FormatContext, names: Names): string {
  if (!needsValue(test.op)) return '';
  if (test.op === 'within') return period(test.value, context);
  if (!Array.isArray(test.value)) return oneValue(test.value, field, context, names);
  const parts = test.value.map((value) => (value === null || value === undefined ? '…' : oneValue(value, field, context, names)));
  if (test.op === 'between') return parts.join(' – ');
  const shown = parts.slice(0, 2).join(context.t('list.listSeparator'));
  return parts.length > 2 ? context.t('list.andMore', { shown, count: parts.length }) : shown;
}

export interface ChipText {
  label: string;
  op: string;
  value: string;
}

/** The field that a dotted path leads to through references, with the labels on the way. */
export function pathOf(objects: ObjectMeta[], meta: ObjectMeta, path: string): { field: Field; label: string } | undefined {
  const [name, ...rest] = path.split('.');
  const field = meta.fields.find((one) => one.name === name);
  if (!field || rest.length === 0) return field && { field, label: field.label };
  const target = objects.find((one) => one.name === targetOf(field));
  const end = target && pathOf(objects, target, rest.join('.'));
  return end && { field: end.field, label: `${field.label} · ${end.label}` };
}

/** "Status is any of New, Following". Trees that the bar can't edit are described by their size. */
export function describeChip(filter: Filter, meta: ObjectMeta, context: FormatContext, names: Names, objects: ObjectMeta[] = []): ChipText {
  if (!isTest(filter)) return { label: context.t('list.combined'), op: '', value: '' };
  const path = pathOf(objects, meta, filter.field);
  if (!path) return { label: filter.field, op: filter.op, value: '' };
  const { field, label } = path;
  return {
    label,
    op: opLabel(field, filter.op, context),
    value: describeValue(filter, field, context, names),
  };
}
