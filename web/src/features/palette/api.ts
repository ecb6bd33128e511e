/** What the palette asks the server. */
import { queryOptions } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { ObjectMeta } from '@/api/types';
import { namedRecords, type Opened } from '@/features/favourites/named';

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

/** Names of records opened before, as far as they may still be seen: asked anew, as they may have changed. */
export const recentsQuery = (recents: Opened[], objects: ObjectMeta[]) =>
  queryOptions({
    queryKey: ['recents', recents] as const,
    queryFn: ({ signal }) => namedRecords(recents, objects, signal),
    staleTime: 10_000,
    enabled: recents.length > 0,
  });
