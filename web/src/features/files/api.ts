/** Where files lie and which are taken: shape, query, call. */
import { queryOptions } from '@tanstack/react-query';
import { api } from '@/api/client';

export interface FileStore {
  kind: 'folder' | 's3';
  address: string;
  reachable: boolean;
  files: number;
  bytes: number;
  max_mb: number;
  endings: string[];
}

export const fileStoreQuery = queryOptions({
  queryKey: ['file-store'] as const,
  queryFn: ({ signal }) => api.get<FileStore>('/file-store', { signal }),
});

export const changeFileStore = (change: Partial<Pick<FileStore, 'max_mb' | 'endings'>>) => api.patch<FileStore>('/file-store', change);
