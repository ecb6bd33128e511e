/** People, departments and roles: shapes, queries, calls. */
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { keys } from '@/api/queries';
import type { Action, Page, RecordData, Ref } from '@/api/types';

export interface User {
  id: string;
  login: string;
  name: string;
  email: string | null;
  mobile: string | null;
  active: boolean;
  department: Ref | null;
  post: string | null;
  superior: Ref | null;
  roles: { id: string; name: string }[];
  last_sign_in_at: string | null;
  locked: boolean;
  second_factor: boolean;
  must_change_password: boolean;
}

export interface UserChange {
  login?: string;
  name?: string;
  password?: string;
  email?: string | null;
  mobile?: string | null;
  department?: string | null;
  post?: string | null;
  superior?: string | null;
  roles?: string[];
  active?: boolean;
  locked?: boolean;
  must_change_password?: boolean;
}

export interface Department {
  id: string;
  name: string;
  version: number;
  parent: Ref | null;
  head: Ref | null;
}

export type ScopeWord = 'none' | 'own' | 'own_and_below' | 'department' | 'department_and_below' | 'all';
/** Which records a grant reaches: a word, or chosen departments. */
export type Scope = ScopeWord | { departments: string[] };
export type FieldRight = 'hidden' | 'masked' | 'read' | 'write';
/** What one role may do with one object; an action that is not named is not granted. */
export type Grant = Partial<Record<Action, Scope>>;

export interface Role {
  id: string;
  name: string;
  admin: boolean;
  view_as: boolean;
  system: boolean;
  grants: Record<string, Grant>;
  fields: Record<string, Record<string, FieldRight>>;
}

const peopleKeys = { users: ['users'] as const, departments: ['departments'] as const, roles: ['roles'] as const };

export const usersQuery = queryOptions({
  queryKey: peopleKeys.users,
  queryFn: ({ signal }) => api.get<{ items: User[] }>('/users', { signal }),
  select: (answer) => answer.items,
});

export const rolesQuery = queryOptions({
  queryKey: peopleKeys.roles,
  queryFn: ({ signal }) => api.get<{ items: Role[] }>('/roles', { signal }),
  select: (answer) => answer.items,
});

/** All departments; they are ordinary records, so they come in pages. */
export const departmentsQuery = queryOptions({
  queryKey: peopleKeys.departments,
  queryFn: async ({ signal }) => {
    const all: Department[] = [];
    let cursor: string | null = null;
    do {
      const page: Page<RecordData> = await api.get<Page<RecordData>>('/records/department', { query: { limit: 200, sort: 'name', total: 'none', cursor }, signal });
      all.push(...(page.items as unknown as Department[]));
      cursor = page.next_cursor;
    } while (cursor);
    return all;
  },
});

export function usePeopleCalls() {
  const queryClient = useQueryClient();
  const fresh = async <T>(call: Promise<T>, ...stale: (readonly string[])[]): Promise<T> => {
    const answer = await call;
    await Promise.all(stale.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
    return answer;
  };
  const { users, departments, roles } = peopleKeys;
  const lookups = [keys.lookup('user'), keys.lookup('department')];
  return {
    createUser: (body: UserChange) => fresh(api.post<User>('/users', body), users, ...lookups),
    changeUser: (id: string, body: UserChange) => fresh(api.patch<User>(`/users/${id}`, body), users, ...lookups),
    endSessions: (id: string) => fresh(api.delete<{ ended: number }>(`/users/${id}/sessions`), users),
    resetFactor: (id: string) => fresh(api.delete(`/users/${id}/second-factor`), users),
    createDepartment: (body: { name: string; parent: string | null; head: string | null }) => fresh(api.post<RecordData>('/records/department', body), departments, users, ...lookups),
    changeDepartment: (one: Department, body: { name?: string; parent?: string | null; head?: string | null }) =>
      fresh(api.patch<RecordData>(`/records/department/${one.id}`, body, { headers: { 'If-Match': `"${one.version}"` } }), departments, users, ...lookups),
    dropDepartment: (id: string) => fresh(api.delete(`/records/department/${id}`), departments, users, ...lookups),
    createRole: (body: { name: string }) => fresh(api.post<Role>('/roles', body), roles),
    changeRole: (id: string, body: Partial<Pick<Role, 'name' | 'view_as' | 'grants' | 'fields'>>) => fresh(api.patch<Role>(`/roles/${id}`, body), roles),
  };
}
