/** Signing in: the call, and every way it can be refused as a state the form can show. */
import { useEffect, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { api, ApiError } from '@/api/client';
import { keys } from '@/api/queries';
import type { Me } from '@/api/types';

export type Refusal =
  | { kind: 'credentials' }
  /** The password was right; a one-time password is still lacking, or was wrong. */
  | { kind: 'code'; wrong: boolean }
  /** `until` is a moment of this clock, in milliseconds; null when the server gave no time. */
  | { kind: 'locked'; until: number | null; network: boolean }
  | { kind: 'away' }
  | { kind: 'failed'; message: string; requestId?: string };

function refusalOf(error: unknown): Refusal {
  if (!(error instanceof ApiError)) return { kind: 'failed', message: String(error) };
  if (error.code === 'offline') return { kind: 'away' };
  if (error.status === 429) return { kind: 'locked', until: error.retryAfter ? Date.now() + error.retryAfter * 1000 : null, network: error.code === 'address_locked_out' };
  if (error.code === 'second_factor_needed' || error.code === 'second_factor_wrong') return { kind: 'code', wrong: error.code === 'second_factor_wrong' };
  if (error.status === 401) return { kind: 'credentials' };
  // A gateway in front answers for a server that is away.
  if ([502, 503, 504].includes(error.status)) return { kind: 'away' };
  return { kind: 'failed', message: error.message, requestId: error.requestId };
}

export function useSignIn(onDone: (me: Me) => void) {
  const queryClient = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const submit = async (login: string, password: string, code?: string) => {
    setBusy(true);
    setRefusal(null);
    try {
      const { user } = await api.post<{ user: Me }>('/session', { login, password, ...(code && { code }) }, { quiet401: true });
      queryClient.clear();
      queryClient.setQueryData(keys.me, user);
      onDone(user);
    } catch (error) {
      setRefusal(refusalOf(error));
      setBusy(false);
    }
  };
  return { busy, refusal, submit, forget: () => setRefusal(null) };
}

/** Seconds left until a moment, counting down; 0 when it has passed or there is none. */
export function useCountdown(until: number | null): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (until === null) return;
    const look = () => setNow(Date.now());
    const timer = setInterval(look, 1000);
    const first = requestAnimationFrame(look);
    return () => {
      clearInterval(timer);
      cancelAnimationFrame(first);
    };
  }, [until]);
  return until === null ? 0 : Math.max(0, Math.ceil((until - now) / 1000));
}
