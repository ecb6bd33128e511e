/** Notices on the person's devices while the page is closed: what is asked of the server. */
import { queryOptions } from '@tanstack/react-query';
import { api } from '@/api/client';

export interface PushDevice {
  id: string;
  agent: string;
  created_at: string;
  sent_at: string | null;
  failing_since: string | null;
  /** The one that asks. */
  current: boolean;
}

export interface Push {
  /** The company has switched it on. */
  on: boolean;
  /** The server's public key. */
  key: string | null;
  devices: PushDevice[];
}

export interface Tried {
  sent: boolean;
  status: number | null;
  error: string | null;
  gone: boolean;
}

export const pushQuery = queryOptions({
  queryKey: ['push'] as const,
  queryFn: ({ signal }) => api.get<Push>('/me/push', { signal }),
  staleTime: 30_000,
});

export const pushCalls = {
  add: ({ endpoint, keys }: PushSubscriptionJSON) => api.post<PushDevice>('/me/push/devices', { endpoint, keys }),
  remove: (id: string) => api.delete(`/me/push/devices/${id}`),
  try: (id: string) => api.post<Tried>(`/me/push/devices/${id}/test`, {}),
};
