/** Sharing rules: shapes, query, calls. */
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { Filter, Ref } from '@/api/types';

export interface Party {
  users: Ref[];
  departments: Ref[];
  roles: Ref[];
}

export interface SharingRule {
  id: string;
  name: string;
  object: string;
  from: Party;
  /** Which records, whoever owns them; `from` counts when there is none. */
  condition: Filter | null;
  to: Party;
  level: 'read' | 'write';
  active: boolean;
  updated_at: string;
}

export type Group = keyof Party;
export const GROUPS: Group[] = ['departments', 'roles', 'users'];

/** The people of a party by id, as they are sent. */
export type PartyIds = Record<Group, string[]>;
/** A party without anybody. */
export const NOBODY: PartyIds = { users: [], departments: [], roles: [] };

export interface RuleBody {
  name: string;
  object: string;
  /** One of the two is sent. */
  from?: PartyIds;
  condition?: Filter;
  to: PartyIds;
  level: 'read' | 'write';
  active: boolean;
}

export const rulesQuery = queryOptions({
  queryKey: ['sharing-rules'] as const,
  queryFn: ({ signal }) => api.get<{ items: SharingRule[] }>('/sharing-rules', { signal }),
  select: (answer) => answer.items,
});

/** A choice in one list of people, departments and roles: its group, then its id. */
export const keyOf = (group: Group, id: string): string => `${group}:${id}`;

export const keysOf = (party: PartyIds): string[] => GROUPS.flatMap((group) => party[group].map((id) => keyOf(group, id)));

export function partyOf(keys: string[]): PartyIds {
  const party: PartyIds = { users: [], departments: [], roles: [] };
  for (const key of keys) {
    const [group, id] = key.split(':');
    if (id && group && group in party) party[group as Group].push(id);
  }
  return party;
}

export const idsOf = (party: Party): PartyIds => ({
  users: party.users.map(({ id }) => id),
  departments: party.departments.map(({ id }) => id),
  roles: party.roles.map(({ id }) => id),
});

export function useRuleCalls() {
  const queryClient = useQueryClient();
  const fresh = async <T>(call: Promise<T>): Promise<T> => {
    const answer = await call;
    await queryClient.invalidateQueries({ queryKey: rulesQuery.queryKey });
    return answer;
  };
  return {
    create: (body: RuleBody) => fresh(api.post<SharingRule>('/sharing-rules', body)),
    change: (id: string, body: Partial<RuleBody>) => fresh(api.patch<SharingRule>(`/sharing-rules/${id}`, body)),
    drop: (id: string) => fresh(api.delete(`/sharing-rules/${id}`)),
  };
}
