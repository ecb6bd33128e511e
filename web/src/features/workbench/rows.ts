/** The first rows of a list, for a card; kept with the related ones, so that a change elsewhere has them read again. */
import { queryOptions } from '@tanstack/react-query';
import { api } from '@/api/client';
import { keys } from '@/api/queries';
import type { Filter, ObjectMeta, Page, RecordData } from '@/api/types';

/** Rows of one card. */
export const ROWS = 6;

export interface Rows {
  meta: ObjectMeta;
  filter: Filter | null;
  sort: string[];
  fields: string[];
}

export const rowsQuery = ({ meta, filter, sort, fields }: Rows) =>
  queryOptions({
    queryKey: [...keys.related(meta.name), 'card', filter, sort, fields] as const,
    queryFn: ({ signal }) => api.post<Page<RecordData>>(`/records/${meta.name}/query`, { filter: filter ?? undefined, sort, fields, limit: ROWS }, { signal }),
    staleTime: 30_000,
  });
