/** Calls and queries of import jobs, and their live progress. */
import { useEffect } from 'react';
import { infiniteQueryOptions, queryOptions, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { api, apiUrl } from '@/api/client';
import { LIVE_EVENT } from '@/app/shell/useLiveEvents';
import { isBusy, type FaultPage, type ImportJob, type ImportPlan } from './types';

export const importKeys = {
  list: ['imports'] as const,
  one: (id: string) => ['imports', 'one', id] as const,
  faults: (id: string) => ['imports', 'faults', id] as const,
};

/** Progress comes over the event stream; asking now and then covers a stream that is down. */
const POLL_MS = 1200;

export const importsQuery = queryOptions({
  queryKey: importKeys.list,
  queryFn: ({ signal }) => api.get<{ items: ImportJob[] }>('/imports', { signal }),
  refetchInterval: (query) => (query.state.data?.items.some((job) => isBusy(job.state)) ? POLL_MS * 2 : false),
});

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: importKeys.one(id),
    queryFn: ({ signal }) => api.get<ImportJob>(`/imports/${id}`, { signal }),
    placeholderData: undefined,
    refetchInterval: (query) => (query.state.data && isBusy(query.state.data.state) ? POLL_MS : false),
  });

/** `turn` tells one run from the next, so that old faults are not shown for a new one. */
export const faultsQuery = (id: string, turn: string) =>
  infiniteQueryOptions({
    queryKey: [...importKeys.faults(id), turn] as const,
    queryFn: ({ pageParam, signal }) =>
      api.get<FaultPage>(`/imports/${id}/faults`, { query: { limit: 200, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: undefined,
    staleTime: Infinity,
  });

/** Puts a job that an answer or an event has brought where the screens read it. */
export function keepJob(queryClient: QueryClient, job: ImportJob) {
  queryClient.setQueryData(importKeys.one(job.id), job);
  queryClient.setQueryData<{ items: ImportJob[] }>(importKeys.list, (before) =>
    before && { items: before.items.some((one) => one.id === job.id) ? before.items.map((one) => (one.id === job.id ? job : one)) : [job, ...before.items] },
  );
}

/** Listens to the page's event stream for import progress. */
export function useImportEvents() {
  const queryClient = useQueryClient();
  useEffect(() => {
    const listen = (event: Event) => {
      const { type, data } = (event as CustomEvent<{ type: string; data: unknown }>).detail;
      if (type === 'import') keepJob(queryClient, data as ImportJob);
    };
    window.addEventListener(LIVE_EVENT, listen);
    return () => window.removeEventListener(LIVE_EVENT, listen);
  }, [queryClient]);
}

export const importCalls = {
  sheet: (id: string, sheet: string) => api.post<ImportJob>(`/imports/${id}/sheet`, { sheet }),
  check: (id: string, plan: ImportPlan) => api.post<ImportJob>(`/imports/${id}/check`, plan),
  start: (id: string, plan: ImportPlan) => api.post<ImportJob>(`/imports/${id}/start`, plan),
  stop: (id: string) => api.post<ImportJob>(`/imports/${id}/stop`),
  undo: (id: string) => api.post<ImportJob>(`/imports/${id}/undo`),
  remove: (id: string) => api.delete(`/imports/${id}`),
};

/** Saves the bad rows as a csv; fetched by hand so that the reasons are in the page's language. */
export async function downloadFaults(job: ImportJob): Promise<void> {
  const response = await fetch(apiUrl(`/imports/${job.id}/faults.csv`), {
    headers: { 'Accept-Language': document.documentElement.lang },
    credentials: 'same-origin',
  });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  saveFile(await response.blob(), `${job.file_name.replace(/\.\w+$/, '')}-faults.csv`);
}

export function saveFile(content: Blob, name: string) {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
