/** The records of some weeks, each week one read: the month and the week before it share what they have. */
import { useQueries, type UseQueryResult } from '@tanstack/react-query';
import { api } from '@/api/client';
import { every } from '@/api/filter';
import { keys, type ListRequest } from '@/api/queries';
import type { Rows } from '@/api/rows';
import type { Page, RecordData } from '@/api/types';
import { weekFilter, type Dates } from './days';

/** Records of one week, at most; more are told of, and a filter helps. */
const LIMIT = 200;

function weekQuery(request: ListRequest, dates: Dates, monday: string) {
  const list: ListRequest = { ...request, filter: every(request.filter, weekFilter(dates, monday)), sort: [dates.date], limit: LIMIT };
  return {
    queryKey: [...keys.lists(request.object), list, 'week'] as const,
    // Shaped like the pages of a list, so that what changes rows of lists changes these.
    queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Rows> => {
      const { filter, sort, fields, q, limit } = list;
      const page = await api.post<Page<RecordData>>(`/records/${list.object}/query`, { filter, sort, fields, q, limit, total: 'none' }, { signal });
      return { pages: [page], pageParams: [null] };
    },
    staleTime: 30_000,
  };
}

const combine = (queries: UseQueryResult<Rows>[]) => ({
  records: queries.flatMap(({ data }) => data?.pages.flatMap((page) => page.items) ?? []),
  pending: queries.some((query) => query.isPending),
  fetching: queries.some((query) => query.isFetching),
  cut: queries.some(({ data }) => data?.pages.some((page) => page.next_cursor)),
  error: queries.find((query) => query.isError && !query.data)?.error ?? null,
  retry: () => queries.forEach((query) => void (query.isError && query.refetch())),
});

export const useWeeks = (request: ListRequest, dates: Dates, mondays: string[]) =>
  useQueries({ queries: mondays.map((monday) => weekQuery(request, dates, monday)), combine });
