/** The few facts that the head of a record shows at a glance: those that its layout names, else chosen by their kind. */
import { laidOut, layoutFor } from '@/api/layout';
import type { Field, Layout, ObjectMeta, RecordData } from '@/api/types';
import { isDeadline } from '@/fields/shared/dateKind';
import { isEmpty } from '@/fields/types';

/** As the server has it. */
export const MOST = 6;

/** Facts that say something also when they are empty: nobody has called yet, nothing is planned. */
const tellsWhenEmpty = (field: Field): boolean => isDeadline(field) || field.name.startsWith('last_');

export function highlightsOf(meta: ObjectMeta, record: RecordData): Field[] {
  const { highlights } = layoutFor(meta, record);
  // What is named is shown also while it is empty, so that records look alike; what is hidden from the reader has no name here.
  if (highlights) return highlights.flatMap((name) => meta.fields.find((field) => field.name === name) ?? []);
  return guessed(meta, layoutFor(meta, record), (field) => !isEmpty(record[field.name]) || tellsWhenEmpty(field));
}

/** What would be chosen if every field had a value, to begin a choice of one's own with. */
export const likelyHighlights = (meta: ObjectMeta, layout: Layout): string[] => guessed(meta, layout, () => true).map((field) => field.name);

function guessed(meta: ObjectMeta, layout: Layout, tells: (field: Field) => boolean): Field[] {
  const laid = new Set(laidOut(meta, layout).flatMap((section) => section.fields));
  const usable = meta.fields.filter((field) => field.name !== meta.name_field && field.name !== meta.stage_field && laid.has(field));
  // What it belongs to, such as the account of a contact: the first link that its list shows.
  const whose = meta.list_columns.find((name) => usable.some((field) => field.name === name && field.kind === 'reference'));
  const rank = (field: Field): number => {
    if (field.name === whose) return 0;
    if (field.kind === 'money') return 1;
    if (field.kind === 'percent' || (field.kind === 'integer' && !field.system)) return 2;
    if (field.name === 'owner') return 3;
    if (field.name.startsWith('last_')) return 4;
    if (isDeadline(field)) return 5;
    if ((field.kind === 'date' || field.kind === 'datetime') && !field.system && !field.read_only) return 6;
    return 9;
  };
  return usable
    .filter(tells)
    .map((field, index) => ({ field, order: rank(field) * 1000 + index }))
    .filter(({ order }) => order < 9000)
    .sort((a, b) => a.order - b.order)
    .slice(0, MOST)
    .map(({ field }) => field);
}
