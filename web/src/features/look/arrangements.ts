/** What the company arranges for its people. */
import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { keys } from '@/api/queries';
import type { Arrangement } from '@/api/types';

export interface Arrangements {
  everyone: Arrangement;
  /** Roles that have something of their own; of several roles of a person the first holds. */
  roles: (Arrangement & { role: { id: string; name: string } })[];
}

export const arrangementsQuery = queryOptions({
  queryKey: ['company', 'arrangement'],
  queryFn: ({ signal }) => api.get<Arrangements>('/company/arrangement', { signal }),
});

/** For a role, or for everyone where there is none; null is as usual, what is absent stays. */
export async function saveArrangement(queryClient: QueryClient, role: string | null, change: Partial<Arrangement>): Promise<void> {
  const saved = await api.patch<Arrangements>('/company/arrangement', { role, ...change });
  queryClient.setQueryData(arrangementsQuery.queryKey, saved);
  await queryClient.invalidateQueries({ queryKey: keys.me });
}
