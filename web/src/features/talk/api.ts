/** Comments, followers and notices: what is asked of the server, and what is kept of the answers. */
import { infiniteQueryOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { keys } from '@/api/queries';
import type { Comment, Page, Ref } from '@/api/types';

export type NoticeKind = 'assigned' | 'mentioned' | 'commented' | 'import_ended' | 'export_ended' | 'announced';
export const NOTICE_KINDS: NoticeKind[] = ['assigned', 'mentioned', 'commented', 'import_ended', 'export_ended', 'announced'];

export interface Notice {
  id: string;
  kind: NoticeKind;
  at: string;
  read: boolean;
  actor: Ref | null;
  object: string | null;
  /** None when it is gone or out of sight. */
  record: Ref | null;
  count: number;
  comment: string | null;
  text: string | null;
  /** None when it is over, withdrawn, or not for the reader. */
  announcement: { id: string; title: string } | null;
  detail: { id?: string; state?: string; inserted?: number; updated?: number; failed?: number; rows?: number };
}

export interface Followers {
  items: { user: Ref; since: string }[];
  following: boolean;
}

export interface CommentText {
  body: string;
  mentions: string[];
}

const commentsAt = (object: string, id: string) => `/records/${object}/${id}/comments`;

export const writeComment = (object: string, id: string, text: CommentText) => api.post<Comment>(commentsAt(object, id), text);
export const changeComment = (object: string, id: string, comment: string, text: CommentText) => api.patch<Comment>(`${commentsAt(object, id)}/${comment}`, text);
export const deleteComment = (object: string, id: string, comment: string) => api.delete(`${commentsAt(object, id)}/${comment}`);
export const restoreComment = (object: string, id: string, comment: string) => api.post<Comment>(`${commentsAt(object, id)}/${comment}/restore`, {});

export const mentionableQuery = (object: string, id: string, q: string) =>
  queryOptions({
    queryKey: ['mentionable', object, id, q] as const,
    queryFn: async ({ signal }) => (await api.get<{ items: Ref[] }>(`${commentsAt(object, id)}/people`, { query: { q: q || undefined }, signal })).items,
    staleTime: 60_000,
  });

export const followersQuery = (object: string, id: string) =>
  queryOptions({
    queryKey: [...keys.timeline(object, id), 'followers'] as const,
    queryFn: ({ signal }) => api.get<Followers>(`/records/${object}/${id}/followers`, { signal }),
    staleTime: 30_000,
  });

export const setFollowing = (object: string, id: string, following: boolean) => {
  const path = `/records/${object}/${id}/followers/me`;
  return following ? api.put<Followers>(path, {}) : api.delete<Followers>(path);
};

export const noticesQuery = (unread: boolean) =>
  infiniteQueryOptions({
    queryKey: [...keys.notices, 'list', unread] as const,
    queryFn: ({ pageParam, signal }) => api.get<Page<Notice>>('/notifications', { query: { unread: unread || undefined, limit: 30, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    staleTime: 15_000,
  });

const renew = (queryClient: QueryClient) => queryClient.invalidateQueries({ queryKey: keys.notices });

export async function markNotice(queryClient: QueryClient, id: string, read: boolean): Promise<void> {
  await api.patch(`/notifications/${id}`, { read });
  await renew(queryClient);
}

/** All up to the newest one that was shown: what came meanwhile stays unread. */
export async function markAll(queryClient: QueryClient, until: string | undefined): Promise<void> {
  await api.post('/notifications/read', { until });
  await renew(queryClient);
}
