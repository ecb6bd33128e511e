/** The rows of a list and what one may do to them in the cache. */
import { useCallback, useMemo } from 'react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { endingsOf } from '@/api/outcome';
import { keys, listQuery, type ListRequest } from '@/api/queries';
import type { Filter, ObjectMeta, RecordData } from '@/api/types';
import { patchEverywhere, removeEverywhere } from '@/api/live';
import { flatten, totalOf } from '@/api/rows';
import type { ListSearch } from './search';

/** What is asked for: the shown columns, and the few fields that the page itself needs. */
export function listRequest(meta: ObjectMeta, search: ListSearch, filter: Filter | undefined, sort: string | undefined, columns: string[]): ListRequest {
  const known = new Set(meta.fields.map((field) => field.name));
  const needed = [...columns, meta.name_field, meta.stage_field ?? '', 'owner', ...endingsOf(meta.fields).map((field) => field.name)];
  return {
    object: meta.name,
    filter: filter ?? null,
    sort: sort ? sort.split(',') : undefined,
    fields: [...new Set(needed)].filter((name) => known.has(name)),
    q: search.q,
    deleted: search.deleted,
  };
}

export function useList(request: ListRequest, enabled = true) {
  const queryClient = useQueryClient();
  const query = useInfiniteQuery({ ...listQuery(request), enabled });
  const rows = useMemo(() => flatten(query.data), [query.data]);

  const patch = useCallback(
    (id: string, change: Partial<RecordData>) => patchEverywhere(queryClient, request.object, id, change),
    [queryClient, request.object],
  );
  const remove = useCallback(
    (ids: ReadonlySet<string>) => removeEverywhere(queryClient, request.object, ids),
    [queryClient, request.object],
  );
  const refresh = useCallback(
    () => queryClient.invalidateQueries({ queryKey: keys.lists(request.object) }),
    [queryClient, request.object],
  );
  return { query, rows, total: totalOf(query.data), patch, remove, refresh };
}
