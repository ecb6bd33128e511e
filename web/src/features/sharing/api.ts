/** Who has a record: its team, its transfer, and why somebody may see it. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '@/api/client';
import { keys } from '@/api/queries';
import type { Filter, Ref } from '@/api/types';

export type Level = 'read' | 'write';

export interface Member {
  user: Ref;
  level: Level;
  until: string | null;
  added_by: Ref | null;
  added_at: string;
}

export interface Team {
  items: Member[];
  can_change: boolean;
}

export interface Reason {
  kind: 'role' | 'team' | 'rule' | 'everybody';
  role: string | null;
  /** The name of the sharing rule. */
  rule?: string | null;
  /** What that rule asks of records. */
  condition?: Filter | null;
  scope: 'own' | 'own_and_below' | 'department' | 'department_and_below' | 'custom' | 'all' | null;
  until: string | null;
}

export interface Access {
  user: Ref;
  actions: { action: 'read' | 'edit' | 'delete' | 'transfer'; reasons: Reason[] }[];
}

export interface AccessPeople {
  items: Access[];
  total: number;
}

const at = (object: string, id: string) => `/records/${object}/${id}`;

/** Below the record's own key, so that whatever makes the record old makes its team old. */
export const teamQuery = (object: string, id: string) =>
  queryOptions({
    queryKey: [...keys.record(object, id), 'team'] as const,
    queryFn: ({ signal }) => api.get<Team>(`${at(object, id)}/team`, { signal }),
    staleTime: 30_000,
  });

const PEOPLE = 50;

export const peopleQuery = (object: string, id: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.record(object, id), 'people'] as const,
    queryFn: ({ pageParam, signal }) => api.get<AccessPeople>(`${at(object, id)}/access/people`, { query: { limit: PEOPLE, offset: pageParam }, signal }),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => {
      const read = pages.reduce((sum, page) => sum + page.items.length, 0);
      return last.items.length > 0 && read < last.total ? read : null;
    },
    staleTime: 0,
  });

export const putMember = (object: string, id: string, user: string, level: Level, until: string | null) =>
  api.put<Team>(`${at(object, id)}/team/${user}`, { level, until });

export const dropMember = (object: string, id: string, user: string) => api.delete(`${at(object, id)}/team/${user}`);

export interface TransferWish {
  owner: string;
  keep: 'none' | Level;
  along: string[];
}

export const transfer = (object: string, id: string, wish: TransferWish) =>
  api.post<{ transferred: Record<string, number> }>(`${at(object, id)}/actions/transfer`, wish);
