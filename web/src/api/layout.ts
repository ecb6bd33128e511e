/** Which of the caller's layouts a record has, and what stands on it. */
import type { Field, Layout, ObjectMeta, Section } from './types';

/** The first layout that fits the record's type as it stands, else the object's own. */
export function layoutFor(meta: ObjectMeta, values: Record<string, unknown>): Layout {
  const type = meta.type_field ? values[meta.type_field] : undefined;
  const fits = (types: string[]) => types.length === 0 || (typeof type === 'string' && types.includes(type));
  return meta.layouts?.find((one) => fits(one.types)) ?? meta.layout;
}

/** A section with its fields; `tab` is the place of the tab that it stands behind. */
export interface Laid {
  key: string;
  label: string;
  columns: number;
  collapsed: boolean;
  /** Above everything else on the record's page. */
  card: boolean;
  tab: number | null;
  fields: Field[];
}

/** All sections in order, those behind tabs last, with the fields that `take` says yes to. */
export function laidOut(meta: ObjectMeta, layout: Layout, take: (field: Field) => boolean = () => true): Laid[] {
  const byName = new Map(meta.fields.map((field) => [field.name, field]));
  const lay = (tab: number | null) => (section: Section, at: number): Laid => ({
    key: `${tab ?? ''}.${at}`,
    label: section.label,
    columns: section.columns ?? 2,
    collapsed: section.collapsed ?? false,
    card: section.card ?? false,
    tab,
    fields: section.fields.flatMap((name) => byName.get(name) ?? []).filter(take),
  });
  return [...layout.sections.map(lay(null)), ...(layout.tabs ?? []).flatMap((tab, at) => tab.sections.map(lay(at)))];
}
