/** What a person has set for a list: columns in their order, widths, density. Kept in the browser. */
import { useCallback, useMemo, useState } from 'react';
import { useMe } from '@/api/meta';
import type { ObjectMeta } from '@/api/types';
import type { Layout } from '@/features/views/api';
import { isStringList, readStored, writeStored } from '@/ui/storage';

export type Density = 'compact' | 'normal' | 'roomy';

export const ROW_HEIGHT: Record<Density, number> = { compact: 32, normal: 40, roomy: 52 };

export interface ListPreferences {
  columns?: string[];
  widths?: Record<string, number>;
  pinned?: string[];
  density?: Density;
  layout?: Layout;
}

function isLayout(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, card } = value as Record<string, unknown>;
  return (kind === 'list' || kind === 'board' || kind === 'calendar') && isStringList(card);
}

function isPreferences(value: unknown): value is ListPreferences {
  if (typeof value !== 'object' || value === null) return false;
  const { columns, widths, pinned, density, layout } = value as Record<string, unknown>;
  const widthsFine =
    widths === undefined ||
    (typeof widths === 'object' && widths !== null && Object.values(widths).every((width) => typeof width === 'number'));
  return (
    (columns === undefined || isStringList(columns)) &&
    widthsFine &&
    (pinned === undefined || isStringList(pinned)) &&
    (layout === undefined || isLayout(layout)) &&
    (density === undefined || (typeof density === 'string' && density in ROW_HEIGHT))
  );
}

/** The columns to show: what was chosen, without fields that are gone; the name first, then the pinned ones. */
export function visibleColumns(meta: ObjectMeta, chosen: string[] | undefined, pinned: string[] = []): string[] {
  const known = new Set(meta.fields.map((field) => field.name));
  const wanted = (chosen ?? meta.list_columns).filter((name) => known.has(name) && name !== meta.name_field);
  const first = wanted.filter((name) => pinned.includes(name));
  const all = [...new Set([...first, ...wanted])];
  return known.has(meta.name_field) ? [meta.name_field, ...all] : all;
}

/**
 * What was set for a list or for one of its views (by id) and not saved in it. `usual` is what holds for the list
 * without a view: its density is the person's own.
 */
export function useListPreferences(meta: ObjectMeta, view?: string) {
  const me = useMe();
  const list = `list.${me.id}.${meta.name}`;
  const key = view ? `${list}.${view}` : list;
  const [stored, setStored] = useState<{ key: string; value: ListPreferences }>(() => ({
    key,
    value: readStored(key, isPreferences) ?? {},
  }));
  // Another view, same component: its own preferences.
  const draft = useMemo(() => (stored.key === key ? stored.value : (readStored(key, isPreferences) ?? {})), [stored, key]);
  const usual = useMemo(() => (view ? (readStored(list, isPreferences) ?? {}) : draft), [view, list, draft]);
  const put = useCallback(
    (next: ListPreferences) => {
      writeStored(key, next);
      setStored({ key, value: next });
    },
    [key],
  );
  const change = useCallback((part: Partial<ListPreferences>) => put({ ...readStored(key, isPreferences), ...part }), [key, put]);
  const forget = useCallback(() => put({}), [put]);
  return { draft, usual, change, forget };
}
