/** Backups: shapes, query, calls. */
import { queryOptions } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { Ref } from '@/api/types';

export type BackupState = 'waiting' | 'writing' | 'verifying' | 'done' | 'failed';

export interface Backup {
  id: string;
  kind: 'manual' | 'scheduled' | 'upgrade';
  state: BackupState;
  by: Ref | null;
  started_at: string;
  finished_at: string | null;
  file: string | null;
  bytes: number | null;
  rows_done: number;
  rows_total: number | null;
  tables: number;
  sealed: 'key' | 'passphrase' | 'none' | '';
  digest: string | null;
  files: number;
  files_lost: number;
  audit_entries: number;
  audit_broken_at: number | null;
  error: string | null;
}

export interface Backups {
  scheduled: boolean;
  hour: number;
  zone: string;
  folder: string | null;
  folder_in_use: string | null;
  keep: number;
  encrypted: boolean;
  files: boolean;
  key_file: string | null;
  key_made: boolean;
  alarm: 'failed' | 'overdue' | 'never' | 'audit_broken' | 'files_lost' | null;
  next_at: string | null;
  items: Backup[];
}

export type BackupsChange = Partial<Pick<Backups, 'scheduled' | 'hour' | 'folder' | 'keep' | 'encrypted' | 'files'>>;

export const isBusy = (backup: Backup) => backup.finished_at === null;

export const backupsQuery = queryOptions({
  queryKey: ['backups'] as const,
  queryFn: ({ signal }) => api.get<Backups>('/backups', { signal }),
  refetchInterval: (query) => (query.state.data?.items.some(isBusy) ? 1000 : false),
});

export const startBackup = () => api.post<Backups>('/backups');
export const changeBackups = (change: BackupsChange) => api.patch<Backups>('/backups', change);
