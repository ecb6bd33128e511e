/** Saved views on the wire. */
import { queryOptions } from '@tanstack/react-query';
import { api } from '@/api/client';
import { askedFor } from '@/api/queries';
import type { Filter, Ref } from '@/api/types';
import type { Density } from '@/features/list/preferences';
import type { Grain } from '@/features/list/search';

export type Audience = 'private' | 'some' | 'everyone';

/** How a view lays its records out, and the fields that it goes by. */
export interface Layout {
  kind: 'list' | 'board' | 'calendar';
  /** The choice that a board has its columns by, or the field that a list is grouped by. */
  group: string | null;
  /** Of a date that a list is grouped by, how large its spans are. */
  grain: Grain | null;
  /** The number whose sum stands above each column or group. */
  sum: string | null;
  /** Fields on the cards, beside the name. */
  card: string[];
  /** The date that places records in a calendar, and the one until which they last. */
  date: string | null;
  end: string | null;
}

export interface SavedView extends Layout {
  id: string;
  object: string;
  name: string;
  columns: string[];
  widths: Record<string, number>;
  pinned: string[];
  filter: Filter | null;
  sort: string[];
  density: Density | null;
  audience: Audience;
  roles: Ref[];
  departments: Ref[];
  owner: Ref | null;
  can_change: boolean;
  /** Why it can't be used here. */
  problem: string | null;
}

export interface Views {
  items: SavedView[];
  /** Ids, and names of built-in views. */
  order: string[];
  default: string | null;
  default_for_all: string | null;
}

export type ViewBody = Partial<Pick<SavedView, 'name' | 'columns' | 'widths' | 'pinned' | 'filter' | 'sort' | 'density' | 'audience' | keyof Layout>> & {
  roles?: string[];
  departments?: string[];
};

export const viewKeys = { of: (object: string) => ['views', object] as const };

export const viewsQuery = (object: string) =>
  queryOptions({
    queryKey: viewKeys.of(object),
    ...askedFor<Views>(`/objects/${object}/views`),
    staleTime: 60_000,
  });

export const viewCalls = {
  create: (object: string, body: ViewBody) => api.post<SavedView>(`/objects/${object}/views`, body),
  change: (object: string, id: string, body: ViewBody) => api.patch<SavedView>(`/objects/${object}/views/${id}`, body),
  remove: (object: string, id: string) => api.delete(`/objects/${object}/views/${id}`),
  restore: (object: string, id: string) => api.post<SavedView>(`/objects/${object}/views/${id}/restore`),
  arrange: (object: string, body: { order?: string[]; default?: string | null; for_all?: boolean }) =>
    api.patch<Views>(`/objects/${object}/views`, body),
};
