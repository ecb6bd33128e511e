/** What the program's pack offers over what the company has: shapes, query, call. */
import { queryOptions } from '@tanstack/react-query';
import { api } from '@/api/client';

export const KINDS = ['object', 'field', 'option', 'outcome', 'rules', 'duplicates', 'view', 'role', 'grants', 'grant', 'right'] as const;

export interface PackItem {
  id: string;
  kind: (typeof KINDS)[number];
  state: 'offered' | 'kept';
  label: string;
  path: string[];
  now: string | null;
  new: string | null;
}

export interface PackState {
  name: string;
  label: string;
  installed: string | null;
  offered: string;
  items: PackItem[];
}

export const packQuery = queryOptions({
  queryKey: ['pack'] as const,
  queryFn: ({ signal }) => api.get<PackState>('/pack', { signal }),
});

/** Takes these, or with nothing named all that is offered. */
export const upgradePack = (items?: string[]) => api.post<PackState>('/pack/upgrade', items ? { items } : {});
