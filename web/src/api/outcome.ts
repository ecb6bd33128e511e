/** What has become of a record, as the options of its choices say. */
import type { Field, Filter, ObjectList, ObjectMeta, Option, RecordData } from './types';

/** Whether an option says that the record is over. */
export const isClosed = (option: Option | undefined): boolean => (option?.outcome ?? 'open') !== 'open';

/** The choices that say whether a record is over. What is looked up says it of another record. */
export const endingsOf = (fields: Field[]): Field[] =>
  fields.filter((field) => field.kind === 'choice' && field.access !== 'masked' && field.computed?.by !== 'lookup' && field.options?.some(isClosed));

/** Whether one of these choices says that the record is over. */
export const isOver = (endings: Field[] | undefined, record: RecordData | undefined): boolean =>
  endings?.some((field) => isClosed(field.options?.find((option) => option.name === record?.[field.name]))) ?? false;

/** Conditions that leave out what is over. */
export const stillOpen = (meta: ObjectMeta): Filter[] =>
  endingsOf(meta.fields)
    .filter((field) => field.filterable)
    .map((field) => {
      const names = (closed: boolean) => (field.options ?? []).filter((option) => isClosed(option) === closed).map((option) => option.name);
      return field.required ? { field: field.name, op: 'in', value: names(false) } : { field: field.name, op: 'not_in', value: names(true) };
    });

/** The objects as they were read, each day and moment with what can say that nobody has to meet it any more. */
export const withEndings = (list: ObjectList): ObjectList => ({
  ...list,
  objects: list.objects.map((object) => {
    const endings = endingsOf(object.fields);
    if (endings.length === 0) return object;
    return { ...object, fields: object.fields.map((field) => (field.kind === 'date' || field.kind === 'datetime' ? { ...field, endings } : field)) };
  }),
});
