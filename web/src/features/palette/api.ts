/** What the palette asks the server. */
import { queryOptions } from '@tanstack/react-query';
import { api } from '@/api/client';
import { nameOf } from '@/api/names';
import type { ObjectMeta, Page, RecordData } from '@/api/types';
import type { Recent } from './recents';

export interface Hit {
  id: string;
  object: string;
  name: string;
  match: 'exact' | 'prefix' | 'words' | 'pinyin' | 'fuzzy';
  field: string;
  label: string;
  text: string;
  marks: [number, number][];
  note: string | null;
  owner: string | null;
}

export interface HitGroup {
  object: string;
  label: string;
  items: Hit[];
  more: boolean;
}

export interface SearchAnswer {
  groups: HitGroup[];
  building: { done: number; total: number } | null;
}

export const MOST_TYPED = 200;

/** Hits in all objects, or more of them in one. */
export const searchQuery = (q: string, object: string | null) =>
  queryOptions({
    queryKey: ['search', q, object] as const,
    queryFn: ({ signal }) =>
      api.get<SearchAnswer>('/search', { query: { q, objects: object ?? undefined, limit: object ? 50 : 5 }, signal }),
    staleTime: 10_000,
    gcTime: 60_000,
  });

export interface NamedRecent extends Recent {
  name: string;
}

/** Names of records opened before, as far as they may still be seen: asked anew, as they may have changed. */
export const recentsQuery = (recents: Recent[], objects: ObjectMeta[]) =>
  queryOptions({
    queryKey: ['recents', recents] as const,
    queryFn: async ({ signal }) => {
      const known = objects.filter((meta) => recents.some((it) => it.object === meta.name));
      const pages = known.map(async (meta) => {
        const ids = recents.filter((it) => it.object === meta.name).map((it) => it.id);
        const filter = JSON.stringify({ field: 'id', op: 'in', value: ids });
        const query = { filter, fields: meta.name_field, limit: ids.length, total: 'none' };
        const page = await api.get<Page<RecordData>>(`/records/${meta.name}`, { query, signal });
        return page.items.map((record): NamedRecent => ({ object: meta.name, id: record.id, name: nameOf(record, meta.name_field) }));
      });
      const found = (await Promise.all(pages)).flat();
      return recents.flatMap((it) => found.find((named) => named.id === it.id) ?? []);
    },
    staleTime: 10_000,
    enabled: recents.length > 0,
  });
