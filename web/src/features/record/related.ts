/** Which objects point here: the cards beside a record come from metadata alone. */
import { layoutFor } from '@/api/layout';
import { fieldOf, may } from '@/api/meta';
import { relatedQuery } from '@/api/queries';
import type { Field, FilterTest, ObjectMeta, RecordData } from '@/api/types';
import type { RecordTab } from './search';

export interface Relation {
  object: ObjectMeta;
  field: Field;
  /** Distinguishes two relations from the same object. */
  named: boolean;
}

export function relationsTo(meta: ObjectMeta, objects: ObjectMeta[]): Relation[] {
  return objects
    .filter((object) => may(object, 'read'))
    .flatMap((object) => {
      const fields = object.fields.filter((field) => pointsTo(field, meta) && field.filterable && !field.read_only);
      // What the timeline shows is not shown a second time, and a task is hardly about a task.
      const shown = fields.filter((field) => field.kind !== 'record' || (object.name !== 'activity' && object.name !== meta.name));
      return shown.map((field) => ({ object, field, named: shown.length > 1 || object.name === meta.name }));
    })
    .sort((a, b) => Number(a.object.name === meta.name) - Number(b.object.name === meta.name));
}

/** As a layout names it. */
export const relationName = ({ object, field }: Relation) => `${object.name}.${field.name}` satisfies RecordTab;

/** What people call it: the object, and the field where two could be meant. */
export const relationTitle = ({ object, field, named }: Relation, t: (key: 'record.relatedBy', options: { name: string; field: string }) => string): string =>
  named ? t('record.relatedBy', { name: object.plural, field: field.label }) : object.plural;

const named = (names: string[] | null | undefined, all: Relation[]): Relation[] | undefined =>
  names?.flatMap((name) => all.find((one) => relationName(one) === name) ?? []);

/** Those that the record's layout shows, in its order. */
export function relationsOf(meta: ObjectMeta, record: RecordData, objects: ObjectMeta[]): Relation[] {
  const all = relationsTo(meta, objects);
  return named(layoutFor(meta, record).related, all) ?? all;
}

/** Those that are tabs of the record's page: what the layout says, else those that are cards. */
export function tabbedOf(meta: ObjectMeta, record: RecordData, objects: ObjectMeta[]): Relation[] {
  return named(layoutFor(meta, record).related_tabs, relationsTo(meta, objects)) ?? relationsOf(meta, record, objects);
}

/** The first few, with how many there are: asked for once by whatever shows them. */
export const fewQuery = (relation: Relation, meta: ObjectMeta, id: string) =>
  relatedQuery(relation.object.name, testFor(relation, meta, id), [relation.object.name_field, ...secondFields(relation).map((one) => one.name)]);

/** The reference with which a new record belongs to this one. */
export const pointingTo = ({ field }: Relation, self: { id: string; object: string; name: string }) => ({ [field.name]: field.kind === 'multi_reference' ? [self] : self });

function pointsTo(field: Field, meta: ObjectMeta): boolean {
  if (field.kind === 'reference' || field.kind === 'multi_reference') return field.target === meta.name;
  return field.kind === 'record' && meta.timeline;
}

/** The condition under which a record of the other object points to this one. */
export function testFor({ field }: Relation, meta: ObjectMeta, id: string): FilterTest {
  if (field.kind === 'record') return { field: field.name, op: 'eq', value: { object: meta.name, id } };
  return { field: field.name, op: 'in', value: [id] };
}

const SECOND_KINDS = ['choice', 'money', 'text', 'phone', 'date', 'datetime', 'user'];

/** Up to two facts for the second line of a related row. */
export function secondFields(relation: Relation): Field[] {
  const { object, field: pointing } = relation;
  const stage = object.stage_field ? fieldOf(object, object.stage_field) : undefined;
  const others = object.list_columns
    .map((name) => fieldOf(object, name))
    .filter((field) => field !== undefined)
    .filter((field) => field.name !== object.name_field && field.name !== pointing.name && field !== stage && SECOND_KINDS.includes(field.kind));
  return [...(stage ? [stage] : []), ...others].slice(0, 2);
}
