/** What a person has set for a list: columns in their order, widths, density. Kept in the browser. */
import { useCallback, useMemo, useState } from 'react';
import { useMe } from '@/api/meta';
import type { ObjectMeta } from '@/api/types';
import { isStringList, readStored, writeStored } from '@/ui/storage';

export type Density = 'compact' | 'normal' | 'roomy';

export const ROW_HEIGHT: Record<Density, number> = { compact: 32, normal: 40, roomy: 52 };

export interface ListPreferences {
  columns?: string[];
  widths?: Record<string, number>;
  density?: Density;
}

function isPreferences(value: unknown): value is ListPreferences {
  if (typeof value !== 'object' || value === null) return false;
  const { columns, widths, density } = value as Record<string, unknown>;
  const widthsFine =
    widths === undefined ||
    (typeof widths === 'object' && widths !== null && Object.values(widths).every((width) => typeof width === 'number'));
  return (
    (columns === undefined || isStringList(columns)) &&
    widthsFine &&
    (density === undefined || (typeof density === 'string' && density in ROW_HEIGHT))
  );
}

/** The columns to show: what was chosen, without fields that are gone; the name always first. */
export function visibleColumns(meta: ObjectMeta, chosen: string[] | undefined): string[] {
  const known = new Set(meta.fields.map((field) => field.name));
  const wanted = (chosen ?? meta.list_columns).filter((name) => known.has(name) && name !== meta.name_field);
  return known.has(meta.name_field) ? [meta.name_field, ...new Set(wanted)] : [...new Set(wanted)];
}

export function useListPreferences(meta: ObjectMeta) {
  const me = useMe();
  const key = `list.${me.id}.${meta.name}`;
  const [stored, setStored] = useState<{ key: string; value: ListPreferences }>(() => ({
    key,
    value: readStored(key, isPreferences) ?? {},
  }));
  // Another object, same component: its own preferences.
  const value = useMemo(() => (stored.key === key ? stored.value : (readStored(key, isPreferences) ?? {})), [stored, key]);
  const change = useCallback(
    (part: Partial<ListPreferences>) => {
      const next = { ...readStored(key, isPreferences), ...part };
      writeStored(key, next);
      setStored({ key, value: next });
    },
    [key],
  );
  const columns = useMemo(() => visibleColumns(meta, value.columns), [meta, value.columns]);
  return { columns, widths: value.widths ?? {}, density: value.density ?? ('normal' as Density), change };
}
