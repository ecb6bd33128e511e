/** Announcements: shapes, queries, calls. They lie beside the notices, so whatever renews those renews these. */
import { infiniteQueryOptions, queryOptions, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { keys } from '@/api/queries';
import type { Page, Ref } from '@/api/types';
import type { Party, PartyIds } from '@/features/sharingRules/api';

export interface Announcement {
  id: string;
  title: string;
  /** Plain text with line breaks. */
  body: string;
  pinned: boolean;
  starts_at: string;
  /** None when it has no end. */
  ends_at: string | null;
  by: Ref;
  updated_at: string;
  read_at: string | null;
}

export interface ManagedAnnouncement extends Announcement {
  /** Null for everyone. */
  audience: Party | null;
  state: 'planned' | 'current' | 'over';
  people: number;
  read: number;
}

export interface Readers {
  read: { user: Ref; read_at: string }[];
  unread: Ref[];
}

export interface AnnouncementBody {
  title: string;
  body: string;
  pinned: boolean;
  audience: PartyIds | null;
  starts_at: string | null;
  ends_at: string | null;
}

const OWN = [...keys.notices, 'announcements'] as const;
const ALL = ['managed-announcements'] as const;
const AT = '/company/announcements';

/** What is announced to the caller now. */
export const announcementsQuery = queryOptions({
  queryKey: OWN,
  queryFn: ({ signal }) => api.get<{ items: Announcement[] }>('/announcements', { signal }),
  select: (answer) => answer.items,
  staleTime: 60_000,
});

/** All of them, for administrators. */
export const managedQuery = infiniteQueryOptions({
  queryKey: ALL,
  queryFn: ({ pageParam, signal }) => api.get<Page<ManagedAnnouncement>>(AT, { query: { cursor: pageParam }, signal }),
  initialPageParam: null as string | null,
  getNextPageParam: (last) => last.next_cursor,
});

export const readersQuery = (id: string) =>
  queryOptions({
    queryKey: [...ALL, id, 'readers'] as const,
    queryFn: ({ signal }) => api.get<Readers>(`${AT}/${id}/readers`, { signal }),
  });

/** The caller has read it; the notice of it counts as read, too. */
export async function markRead(queryClient: QueryClient, id: string): Promise<void> {
  await api.post(`/announcements/${id}/read`, {});
  await queryClient.invalidateQueries({ queryKey: keys.notices });
}

export function useAnnouncementCalls() {
  const queryClient = useQueryClient();
  const fresh = async <T>(call: Promise<T>): Promise<T> => {
    const answer = await call;
    await Promise.all([ALL, keys.notices].map((queryKey) => queryClient.invalidateQueries({ queryKey })));
    return answer;
  };
  return {
    create: (body: AnnouncementBody) => fresh(api.post<ManagedAnnouncement>(AT, body)),
    change: (id: string, body: Partial<AnnouncementBody>) => fresh(api.patch<ManagedAnnouncement>(`${AT}/${id}`, body)),
    withdraw: (id: string) => fresh(api.delete(`${AT}/${id}`)),
    restore: (id: string) => fresh(api.post(`${AT}/${id}/restore`, {})),
  };
}
