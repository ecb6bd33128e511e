/** The few facts that the head of a record shows at a glance, chosen from its fields by their kind. */
import { laidOut, layoutFor } from '@/api/layout';
import type { Field, ObjectMeta, RecordData } from '@/api/types';
import { isDeadline } from '@/fields/shared/dateKind';
import { isEmpty } from '@/fields/types';

const MOST = 6;

/** Facts that say something also when they are empty: nobody has called yet, nothing is planned. */
const tellsWhenEmpty = (field: Field): boolean => isDeadline(field) || field.name.startsWith('last_');

export function highlightsOf(meta: ObjectMeta, record: RecordData): Field[] {
  const laid = new Set(laidOut(meta, layoutFor(meta, record)).flatMap((section) => section.fields));
  const usable = meta.fields.filter((field) => field.name !== meta.name_field && field.name !== meta.stage_field && laid.has(field));
  const rank = (field: Field): number => {
    if (field.kind === 'money') return 1;
    if (field.kind === 'percent' || (field.kind === 'integer' && !field.system)) return 2;
    if (field.name === 'owner') return 3;
    if (field.name.startsWith('last_')) return 4;
    if (isDeadline(field)) return 5;
    if ((field.kind === 'date' || field.kind === 'datetime') && !field.system && !field.read_only) return 6;
    return 9;
  };
  return usable
    .filter((field) => !isEmpty(record[field.name]) || tellsWhenEmpty(field))
    .map((field, index) => ({ field, order: rank(field) * 1000 + index }))
    .filter(({ order }) => order < 9000)
    .sort((a, b) => a.order - b.order)
    .slice(0, MOST)
    .map(({ field }) => field);
}
