/** Changes of a form's layout and of a list's columns, as plain functions. */
import type { Labels, ObjectMeta } from '@/api/types';
import type { Group } from '@/ui/sortable';

export interface SectionDraft {
  id: string;
  labels: Labels;
  fields: string[];
}

let serial = 0;
const freshId = () => `section-${(serial += 1)}`;

/** The saved layout, without fields that are gone and without doubles. */
export function sectionsOf(object: ObjectMeta): SectionDraft[] {
  const known = new Set(object.fields.map((field) => field.name));
  const seen = new Set<string>();
  return object.layout.sections.map((section) => ({
    id: freshId(),
    labels: section.labels,
    fields: section.fields.filter((name) => known.has(name) && !seen.has(name) && seen.add(name)),
  }));
}

/** Fields that stand in no section. */
export function unplaced(object: ObjectMeta, sections: SectionDraft[]): string[] {
  const placed = new Set(sections.flatMap((section) => section.fields));
  return object.fields.filter((field) => !placed.has(field.name)).map((field) => field.name);
}

export const addSection = (sections: SectionDraft[], labels: Labels): SectionDraft[] => [...sections, { id: freshId(), labels, fields: [] }];

export const relabel = (sections: SectionDraft[], id: string, labels: Labels) => sections.map((one) => (one.id === id ? { ...one, labels } : one));

/** Takes a section away; its fields go to the palette. */
export const dropSection = (sections: SectionDraft[], id: string) => sections.filter((one) => one.id !== id);

export function moveSection(sections: SectionDraft[], id: string, by: -1 | 1): SectionDraft[] {
  const at = sections.findIndex((one) => one.id === id);
  const to = at + by;
  const moved = sections[at];
  if (!moved || to < 0 || to >= sections.length) return sections;
  const rest = sections.filter((one) => one.id !== id);
  return [...rest.slice(0, to), moved, ...rest.slice(to)];
}

/** Puts a field at the end of a section, wherever it was before. */
export function placeField(sections: SectionDraft[], field: string, id: string): SectionDraft[] {
  return sections.map((one) => {
    const fields = one.fields.filter((name) => name !== field);
    return one.id === id ? { ...one, fields: [...fields, field] } : { ...one, fields };
  });
}

export const takeField = (sections: SectionDraft[], field: string): SectionDraft[] => sections.map((one) => ({ ...one, fields: one.fields.filter((name) => name !== field) }));

export function moveField(sections: SectionDraft[], field: string, by: -1 | 1): SectionDraft[] {
  return sections.map((one) => {
    const at = one.fields.indexOf(field);
    return at < 0 ? one : { ...one, fields: shift(one.fields, at, by) };
  });
}

export function shift<T>(list: T[], at: number, by: -1 | 1): T[] {
  const to = at + by;
  if (at < 0 || to < 0 || to >= list.length) return list;
  const next = [...list];
  [next[at], next[to]] = [next[to] as T, next[at] as T];
  return next;
}

export const PALETTE = 'palette';

/** For dragging: the palette is one more group. */
export const toGroups = (sections: SectionDraft[], free: string[]): Group[] => [{ id: PALETTE, items: free }, ...sections.map((one) => ({ id: one.id, items: one.fields }))];

export const fromGroups = (sections: SectionDraft[], groups: Group[]): SectionDraft[] => sections.map((one) => ({ ...one, fields: groups.find((group) => group.id === one.id)?.items ?? one.fields }));

const plain = (sections: SectionDraft[]) => JSON.stringify(sections.map(({ labels, fields }) => [labels, fields]));
export const sameLayout = (a: SectionDraft[], b: SectionDraft[]): boolean => plain(a) === plain(b);

/** Required fields that no form would show: nobody could create a record by hand. */
export function hiddenRequired(object: ObjectMeta, sections: SectionDraft[]): string[] {
  const free = new Set(unplaced(object, sections));
  return object.fields.filter((field) => field.required && field.default == null && !field.read_only && !field.system && free.has(field.name)).map((field) => field.name);
}
