/** A layout that is being designed, and its changes as plain functions. Sections are one list; each knows its tab. */
import { nameIn } from '@/api/names';
import type { Field, Labels, Layout, ObjectMeta, Section } from '@/api/types';
import type { FieldRight } from '@/features/users/api';
import { shift } from '@/ui/shift';
import type { Group } from '@/ui/sortable';

export interface SectionDraft {
  id: string;
  labels: Labels;
  fields: string[];
  columns: number;
  collapsed: boolean;
  /** Above everything else on the record's page. */
  card: boolean;
  /** Id of the tab that it stands behind; null: always seen. */
  tab: string | null;
}

export interface TabDraft {
  id: string;
  labels: Labels;
}

export interface LayoutDraft {
  labels: Labels;
  /** Ids of the roles that get it; none: everybody. */
  roles: string[];
  /** Types of records that it is for; none: all. */
  types: string[];
  sections: SectionDraft[];
  tabs: TabDraft[];
  /** Related lists as `object.field`; null: all. */
  related: string[] | null;
  /** Which of them are tabs of the record's page; null: those of `related`. */
  related_tabs: string[] | null;
  /** Fields in the head of the record's page; null: chosen by their kinds. */
  highlights: string[] | null;
}

type SectionWire = Pick<Section, 'labels' | 'fields'> & { columns: number; collapsed: boolean; card: boolean };

/** As the server takes and gives it. */
export interface LayoutContent {
  labels: Labels;
  roles: string[];
  types: string[];
  sections: SectionWire[];
  tabs: { labels: Labels; sections: SectionWire[] }[];
  related: string[] | null;
  related_tabs: string[] | null;
  highlights: string[] | null;
}

let serial = 0;
const freshId = (what: string) => `${what}-${(serial += 1)}`;

/** The draft of what is stored, without fields that are gone and without doubles. */
export function draftOf(content: LayoutContent, fields: Field[]): LayoutDraft {
  const known = new Set(fields.map((field) => field.name));
  const seen = new Set<string>();
  const take = (tab: string | null) => (section: SectionWire): SectionDraft => ({
    id: freshId('section'),
    labels: section.labels,
    fields: section.fields.filter((name) => known.has(name) && !seen.has(name) && seen.add(name)),
    columns: section.columns,
    collapsed: section.collapsed,
    card: section.card,
    tab,
  });
  const own = content.sections.map(take(null));
  const tabs = content.tabs.map((tab) => ({ id: freshId('tab'), labels: tab.labels }));
  const inTabs = content.tabs.flatMap((tab, at) => tab.sections.map(take(tabs[at]?.id ?? null)));
  const { labels, roles, types, related, related_tabs, highlights } = content;
  return { labels, roles, types, sections: [...own, ...inTabs], tabs, related, related_tabs, highlights: highlights && highlights.filter((name) => known.has(name)) };
}

const wire = ({ labels, fields, columns, collapsed, card }: SectionDraft): SectionWire => ({ labels, fields, columns, collapsed, card });

/** What is sent. */
export const contentOf = (draft: LayoutDraft): LayoutContent => ({
  labels: draft.labels,
  roles: draft.roles,
  types: draft.types,
  sections: draft.sections.filter((one) => one.tab === null).map(wire),
  tabs: draft.tabs.map((tab) => ({ labels: tab.labels, sections: draft.sections.filter((one) => one.tab === tab.id).map(wire) })),
  related: draft.related,
  related_tabs: draft.related_tabs,
  highlights: draft.highlights,
});

export const sameDraft = (a: LayoutDraft, b: LayoutDraft): boolean => JSON.stringify(contentOf(a)) === JSON.stringify(contentOf(b));

/** As forms and record pages read it. */
export function layoutOf(draft: LayoutDraft, locale: keyof Labels): Layout {
  const content = contentOf(draft);
  const said = <T extends { labels: Labels }>(one: T) => ({ ...one, label: nameIn(one.labels, locale) });
  const { related, related_tabs, highlights } = content;
  return { related, related_tabs, highlights, sections: content.sections.map(said), tabs: content.tabs.map((tab) => ({ ...said(tab), sections: tab.sections.map(said) })) };
}

/** The object as somebody with these field rights sees it on this layout. */
export function previewOf(object: ObjectMeta, layout: Layout, rights: Record<string, FieldRight>): ObjectMeta {
  const fields = object.fields.flatMap((field) => {
    const right = rights[field.name];
    if (right === 'hidden') return [];
    return right === 'read' || right === 'masked' ? { ...field, access: right } : field;
  });
  return { ...object, fields, layout, layouts: [] };
}

/** Fields that stand in no section. */
export function unplaced(fields: Field[], sections: SectionDraft[]): string[] {
  const placed = new Set(sections.flatMap((section) => section.fields));
  return fields.filter((field) => !placed.has(field.name)).map((field) => field.name);
}

export const addSection = (sections: SectionDraft[], labels: Labels, tab: string | null = null): SectionDraft[] => [
  ...sections,
  { id: freshId('section'), labels, fields: [], columns: 2, collapsed: false, card: false, tab },
];

export const changeSection = (sections: SectionDraft[], id: string, change: Partial<SectionDraft>) => sections.map((one) => (one.id === id ? { ...one, ...change } : one));

/** Takes a section away; its fields go to the palette. */
export const dropSection = (sections: SectionDraft[], id: string) => sections.filter((one) => one.id !== id);

/** One place up or down among the sections of the same tab. */
export function moveSection(sections: SectionDraft[], id: string, by: -1 | 1): SectionDraft[] {
  const moved = sections.find((one) => one.id === id);
  if (!moved) return sections;
  const group = sections.filter((one) => one.tab === moved.tab);
  const turned = shift(group, group.indexOf(moved), by);
  return [...sections.filter((one) => one.tab !== moved.tab), ...turned];
}

/** A new tab with one section, which fields can be put into. */
export function addTab(draft: LayoutDraft, labels: Labels, section: Labels): LayoutDraft {
  const tab = { id: freshId('tab'), labels };
  return { ...draft, tabs: [...draft.tabs, tab], sections: addSection(draft.sections, section, tab.id) };
}

/** Takes a tab away; its sections stand above the tabs from now on. */
export const dropTab = (draft: LayoutDraft, id: string): LayoutDraft => ({
  ...draft,
  tabs: draft.tabs.filter((one) => one.id !== id),
  sections: draft.sections.map((one) => (one.tab === id ? { ...one, tab: null } : one)),
});

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

export const PALETTE = 'palette';

/** For dragging: the palette is one more group. */
export const toGroups = (sections: SectionDraft[], free: string[]): Group[] => [{ id: PALETTE, items: free }, ...sections.map((one) => ({ id: one.id, items: one.fields }))];

export const fromGroups = (sections: SectionDraft[], groups: Group[]): SectionDraft[] => sections.map((one) => ({ ...one, fields: groups.find((group) => group.id === one.id)?.items ?? one.fields }));

/** Required fields that no form would show: nobody could create a record by hand. */
export function hiddenRequired(fields: Field[], sections: SectionDraft[]): string[] {
  const free = new Set(unplaced(fields, sections));
  return fields.filter((field) => field.required && field.default == null && !field.read_only && !field.system && free.has(field.name)).map((field) => field.name);
}
