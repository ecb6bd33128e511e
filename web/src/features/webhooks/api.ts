/** Webhooks and what they were told: shapes, queries, calls. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { Ref } from '@/api/types';

export const KINDS = ['created', 'updated', 'deleted', 'restored'] as const;
export type Kind = (typeof KINDS)[number];
export const STATES = ['waiting', 'delivered', 'failed', 'skipped'] as const;
export type DeliveryState = (typeof STATES)[number];

export interface Webhook {
  id: string;
  name: string;
  url: string;
  state: 'active' | 'paused' | 'stopped';
  reason: 'gone' | 'unreachable' | 'owner_inactive' | null;
  objects: string[];
  kinds: Kind[];
  owner: Ref;
  failing_since: string | null;
  waiting: number;
  failed: number;
  old_secret_until: string | null;
  created_at: string;
}

export interface Webhooks {
  items: Webhook[];
  private: boolean;
}

export interface WebhookDraft {
  name: string;
  url: string;
  objects: string[];
  kinds: Kind[];
  owner: string;
}

export interface Delivery {
  id: string;
  message_id: string;
  type: string;
  object: string | null;
  record: string | null;
  state: DeliveryState;
  attempts: number;
  next_at: string | null;
  tried_at: string | null;
  status: number | null;
  took_ms: number | null;
  response: string | null;
  error: string | null;
  created_at: string;
}

export type WithSecret = Webhook & { secret: string };

export const webhooksQuery = queryOptions({
  queryKey: ['webhooks', 'list'] as const,
  queryFn: ({ signal }) => api.get<Webhooks>('/webhooks', { signal }),
  refetchInterval: 10_000,
});

/** Looked at again often while something waits to be tried at once. */
export const deliveriesQuery = (webhook: string, state: DeliveryState | undefined) =>
  infiniteQueryOptions({
    queryKey: ['webhooks', 'deliveries', webhook, state ?? 'all'] as const,
    queryFn: ({ pageParam, signal }) =>
      api.get<{ items: Delivery[]; next_cursor: string | null }>(`/webhooks/${webhook}/deliveries`, { query: { state, limit: 30, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    refetchInterval: (query) => (query.state.data?.pages[0]?.items.some((item) => item.state === 'waiting' && item.attempts === 0) ? 1000 : 10_000),
  });

export const webhooksKey = ['webhooks'] as const;

export const createWebhook = (draft: WebhookDraft) => api.post<WithSecret>('/webhooks', draft);
export const changeWebhook = (id: string, change: Partial<WebhookDraft> & { state?: 'active' | 'paused' }) => api.patch<Webhook>(`/webhooks/${id}`, change);
export const deleteWebhook = (id: string) => api.delete(`/webhooks/${id}`);
export const rotateSecret = (id: string) => api.post<WithSecret>(`/webhooks/${id}/secret`);
export const testWebhook = (id: string) => api.post<Delivery>(`/webhooks/${id}/test`);
export const replayDelivery = (id: string, delivery: string) => api.post<Delivery>(`/webhooks/${id}/deliveries/${delivery}/replay`);
export const replayFailed = (id: string, since: string | null) => api.post<{ replayed: number }>(`/webhooks/${id}/replay`, { since });

/** Why nothing came back, as far as there are words for it. */
const ERRORS = ['bad_url', 'plain', 'private', 'no_such_name', 'unreachable', 'tls', 'timed_out', 'broken', 'expired', 'not_visible', 'nothing_readable', 'owner_inactive'] as const;
export type DeliveryError = (typeof ERRORS)[number];
export const knownError = (error: string | null): DeliveryError | undefined => ERRORS.find((one) => one === error);
