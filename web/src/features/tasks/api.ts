/** Long work that one has asked for: changes of many records, exports. Read again and again while it runs. */
import { queryOptions } from '@tanstack/react-query';
import { api, apiUrl } from '@/api/client';
import type { Filter } from '@/api/types';

export type BulkState = 'running' | 'stopping' | 'stopped' | 'done' | 'failed' | 'undoing' | 'undone';

export interface Bulk {
  id: string;
  object: string;
  action: 'change' | 'delete' | 'restore';
  values: Record<string, unknown>;
  /** Entries that go into lists, and out of them. */
  add: Record<string, unknown>;
  remove: Record<string, unknown>;
  state: BulkState;
  rows_total: number | null;
  rows_done: number;
  changed: number;
  unchanged: number;
  failed: number;
  faults: { id: string; name: string; code: string; message: string }[];
  undone: { restored: number; kept: number } | null;
  error: string | null;
  can_undo: boolean;
  created_at: string;
  finished_at: string | null;
}

export interface BulkBody {
  action: Bulk['action'];
  values?: Record<string, unknown>;
  add?: Record<string, unknown>;
  remove?: Record<string, unknown>;
  ids?: string[];
  filter?: Filter | null;
  q?: string;
}

export type ExportFormat = 'xlsx' | 'csv' | 'csv_gbk';

export interface Export {
  id: string;
  object: string;
  state: 'running' | 'done' | 'stopped' | 'failed';
  format: ExportFormat;
  columns: string[];
  file_name: string;
  rows_total: number | null;
  rows_done: number;
  bytes: number | null;
  kept_until: string | null;
  error: string | null;
  created_at: string;
}

export interface ExportBody {
  object: string;
  format: ExportFormat;
  columns: string[];
  filter?: Filter | null;
  q?: string;
  sort?: string[];
}

const PACE_MS = 500;

export const isBulkBusy = (state: BulkState) => state === 'running' || state === 'stopping' || state === 'undoing';
export const shareOf = (work: { rows_done: number; rows_total: number | null }) => (work.rows_total ? work.rows_done / work.rows_total : 0);
export const exportFileUrl = (id: string) => apiUrl(`/exports/${id}/file`);

export const taskKeys = { bulks: ['bulk'] as const, exports: ['exports'] as const };

export const bulksQuery = queryOptions({
  queryKey: taskKeys.bulks,
  queryFn: ({ signal }) => api.get<{ items: Bulk[] }>('/bulk', { signal }),
  refetchInterval: ({ state }) => (state.data?.items.some((one) => isBulkBusy(one.state)) ? PACE_MS : false),
});

export const exportsQuery = queryOptions({
  queryKey: taskKeys.exports,
  queryFn: ({ signal }) => api.get<{ items: Export[] }>('/exports', { signal }),
  refetchInterval: ({ state }) => (state.data?.items.some((one) => one.state === 'running') ? PACE_MS : false),
});

export const exportQuery = (id: string) =>
  queryOptions({
    queryKey: [...taskKeys.exports, id] as const,
    queryFn: ({ signal }) => api.get<Export>(`/exports/${id}`, { signal }),
    refetchInterval: ({ state }) => (!state.data || state.data.state === 'running' ? PACE_MS : false),
  });

export const taskCalls = {
  bulk: (object: string, body: BulkBody) => api.post<Bulk>(`/records/${object}/bulk`, body),
  readBulk: (id: string) => api.get<Bulk>(`/bulk/${id}`),
  stopBulk: (id: string) => api.post<Bulk>(`/bulk/${id}/stop`),
  undoBulk: (id: string) => api.post<Bulk>(`/bulk/${id}/undo`),
  startExport: (body: ExportBody) => api.post<Export>('/exports', body),
  stopExport: (id: string) => api.post<Export>(`/exports/${id}/stop`),
};

/** Waits for work that runs, telling each step; a gap in the connection is waited out. */
export async function followBulk(started: Bulk, onStep: (bulk: Bulk) => void): Promise<Bulk> {
  let now = started;
  while (isBulkBusy(now.state)) {
    await new Promise((done) => setTimeout(done, now.rows_done === 0 ? 150 : PACE_MS));
    now = await taskCalls.readBulk(now.id).catch(() => now);
    onStep(now);
  }
  return now;
}
