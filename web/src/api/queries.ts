/** Query factories: the key and the call of everything the page reads, in one place. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, arrived } from './client';
import { withEndings } from './outcome';
import type {
  Filter,
  FilterTest,
  HistoryItem,
  Info,
  Me,
  ObjectList,
  Page,
  RecordData,
  Regions,
  TimelineItem,
  TimelineSort,
  Total,
} from './types';

type Asked = Parameters<typeof api.get>[1];

/** What a query reads from: a call, and its answer where that is here before the page is. */
export const askedFor = <T>(path: string, query?: NonNullable<Asked>['query']) => ({
  queryFn: ({ signal }: { signal: AbortSignal }) => api.get<T>(path, { query, signal }),
  initialData: () => arrived<T>(path, query),
});

/** The same of what comes in pages. */
const askedInPages = <T>(path: string, query: (cursor: string | null) => NonNullable<Asked>['query']) => ({
  queryFn: ({ pageParam, signal }: { pageParam: string | null; signal: AbortSignal }) => api.get<Page<T>>(path, { query: query(pageParam), signal }),
  initialData: () => {
    const page = arrived<Page<T>>(path, query(null));
    return page && { pages: [page], pageParams: [null] };
  },
  initialPageParam: null as string | null,
  getNextPageParam: (last: Page<T>) => last.next_cursor,
});

export const keys = {
  info: ['info'] as const,
  me: ['me'] as const,
  objects: ['objects'] as const,
  regions: ['regions'] as const,
  /** Every list of one object, whatever filter, order or columns. */
  lists: (object: string) => ['list', object] as const,
  counts: (object: string) => ['count', object] as const,
  record: (object: string, id: string) => ['record', object, id] as const,
  timeline: (object: string, id: string) => ['timeline', object, id] as const,
  history: (object: string, id: string) => ['history', object, id] as const,
  related: (object: string) => ['related', object] as const,
  notices: ['notices'] as const,
  goals: ['goals'] as const,
  lookup: (object: string) => ['lookup', object] as const,
};

const MINUTE = 60_000;

export const infoQuery = queryOptions({
  queryKey: keys.info,
  queryFn: ({ signal }) => api.get<Info>('/info', { signal }),
  staleTime: Infinity,
});

export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: ({ signal }) => api.get<Me>('/me', { signal }),
  staleTime: 10 * MINUTE,
  retry: false,
});

export const objectsQuery = queryOptions({
  queryKey: keys.objects,
  queryFn: async ({ signal }) => withEndings(await api.get<ObjectList>('/objects', { signal })),
  staleTime: 10 * MINUTE,
});

export const regionsQuery = queryOptions({
  queryKey: keys.regions,
  queryFn: ({ signal }) => api.get<Regions>('/regions', { signal }),
  staleTime: Infinity,
  gcTime: Infinity,
});

export interface ListRequest {
  object: string;
  filter?: Filter | null;
  sort?: string[];
  fields?: string[];
  q?: string;
  deleted?: boolean;
  limit?: number;
}

const PAGE_SIZE = 100;

function listParams(list: ListRequest, cursor: string | null) {
  return {
    filter: list.filter ? JSON.stringify(list.filter) : undefined,
    sort: list.sort?.join(',') || undefined,
    fields: list.fields?.join(',') || undefined,
    q: list.q || undefined,
    deleted: list.deleted ? true : undefined,
    limit: list.limit ?? PAGE_SIZE,
    cursor: cursor ?? undefined,
    // The first page carries the total; the following ones would only count again.
    total: cursor ? 'none' : undefined,
  };
}

export const listQuery = (list: ListRequest) =>
  infiniteQueryOptions({
    queryKey: [...keys.lists(list.object), list] as const,
    ...askedInPages<RecordData>(`/records/${list.object}`, (cursor) => listParams(list, cursor)),
    staleTime: 30_000,
  });

export const exactTotalQuery = (list: ListRequest) =>
  queryOptions({
    queryKey: [...keys.counts(list.object), 'exact', list.filter ?? null, list.q ?? '', list.deleted ?? false] as const,
    queryFn: async ({ signal }) => {
      const query = { ...listParams({ ...list, fields: undefined, sort: undefined }, null), limit: 1, total: 'exact' };
      const page = await api.get<Page<RecordData>>(`/records/${list.object}`, { query, signal });
      return page.total as Total;
    },
    staleTime: MINUTE,
    enabled: false,
  });

const totalIn = (page: Page<RecordData>): Total => page.total ?? { value: page.items.length, exact: true };

/** How many there are, counted to a thousand. */
export const countQuery = (object: string, filter: Filter | null) => {
  const query = { filter: filter ? JSON.stringify(filter) : undefined, limit: 1 };
  return queryOptions({
    queryKey: [...keys.counts(object), filter] as const,
    queryFn: async ({ signal }) => totalIn(await api.get<Page<RecordData>>(`/records/${object}`, { query, signal })),
    initialData: () => {
      const page = arrived<Page<RecordData>>(`/records/${object}`, query);
      return page && totalIn(page);
    },
    staleTime: MINUTE,
  });
};

export const recordQuery = (object: string, id: string) =>
  queryOptions({
    queryKey: keys.record(object, id),
    ...askedFor<RecordData>(`/records/${object}/${id}`),
    staleTime: 30_000,
  });

/** A record as it was; never asked for without a moment. What was, stays as it was. */
export const recordAsOfQuery = (object: string, id: string, at: string | null) =>
  queryOptions({
    queryKey: [...keys.history(object, id), 'as-of', at] as const,
    queryFn: ({ signal }) => api.get<RecordData>(`/records/${object}/${id}`, { query: { as_of: at }, signal }),
    staleTime: Infinity,
    enabled: at !== null,
  });

export const timelineQuery = (object: string, id: string, types: TimelineSort | null = null) =>
  infiniteQueryOptions({
    queryKey: [...keys.timeline(object, id), types] as const,
    ...askedInPages<TimelineItem>(`/records/${object}/${id}/timeline`, (cursor) => ({ limit: 30, cursor, types: types ?? undefined })),
    staleTime: 15_000,
  });

/** How many notices were not read, up to 99. */
export const noticesCountQuery = queryOptions({
  queryKey: [...keys.notices, 'count'] as const,
  ...askedFor<{ unread: number; more: boolean }>('/notifications/count'),
  staleTime: MINUTE,
  retry: false,
});

/** What became of one field, newest first, and how the record came to be. */
export const fieldHistoryQuery = (object: string, id: string, field: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.history(object, id), 'field', field] as const,
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<HistoryItem>>(`/records/${object}/${id}/history`, {
        query: { field, limit: 20, cursor: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    staleTime: 15_000,
  });

export const historyQuery = (object: string, id: string) =>
  infiniteQueryOptions({
    queryKey: keys.history(object, id),
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<HistoryItem>>(`/records/${object}/${id}/history`, {
        query: { limit: 50, cursor: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    staleTime: 15_000,
  });

/** A few rows of a related object, for the cards beside a record. */
export const relatedQuery = (object: string, test: FilterTest, fields: string[]) =>
  queryOptions({
    queryKey: [...keys.related(object), test, fields] as const,
    queryFn: ({ signal }) =>
      api.get<Page<RecordData>>(`/records/${object}`, {
        query: {
          filter: JSON.stringify(test),
          fields: fields.join(','),
          sort: '-created_at',
          limit: 5,
        },
        signal,
      }),
    staleTime: 30_000,
  });

/** Search for a reference picker; an empty text gives the newest records. */
export const lookupQuery = (object: string, q: string, fields: string[]) =>
  queryOptions({
    queryKey: [...keys.lookup(object), q, fields] as const,
    queryFn: ({ signal }) =>
      api.get<Page<RecordData>>(`/records/${object}`, {
        query: { q: q || undefined, fields: fields.join(','), limit: 20, total: 'none' },
        signal,
      }),
    staleTime: 30_000,
  });
