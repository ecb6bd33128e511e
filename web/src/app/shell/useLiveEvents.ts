/** The one event stream: other people's changes reach what is on the screen within a moment. */
import { useEffect } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { applyChange, applyMeta } from '@/api/live';
import { apiUrl } from '@/api/client';
import { keys } from '@/api/queries';
import type { ChangeEvent } from '@/api/types';
import { setConnection } from './connection';

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;

/** Anything else on the page that wants raw events (the import wizard) listens on the window. */
export const LIVE_EVENT = 'shuke:event';

export function useLiveEvents() {
  const queryClient = useQueryClient();
  useEffect(() => {
    let source: EventSource | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wait = FIRST_WAIT;
    let wasOpen = false;

    const tell = (type: string, data: unknown) =>
      window.dispatchEvent(new CustomEvent(LIVE_EVENT, { detail: { type, data } }));

    const connect = () => {
      clearTimeout(timer);
      source?.close();
      source = new EventSource(apiUrl('/events'));
      source.onopen = () => {
        setConnection('online');
        // Whatever happened while the line was down is unknown: ask again for what is shown.
        if (wasOpen && wait > FIRST_WAIT) void queryClient.invalidateQueries({ refetchType: 'active' });
        wasOpen = true;
        wait = FIRST_WAIT;
      };
      source.onerror = () => {
        source?.close();
        if (wait >= FIRST_WAIT * 4 || !navigator.onLine) setConnection('offline');
        timer = setTimeout(connect, wait * (0.8 + Math.random() * 0.4));
        wait = Math.min(wait * 2, LONGEST_WAIT);
      };
      source.addEventListener('change', (event) => {
        const change = JSON.parse(event.data as string) as ChangeEvent;
        applyChange(queryClient, change);
        tell('change', change);
      });
      // A record that this page has open is out of sight now: reading it says so.
      source.addEventListener('gone', (event) => {
        const { object, id } = JSON.parse(event.data as string) as { object: string; id: string };
        void queryClient.invalidateQueries({ queryKey: keys.record(object, id) });
      });
      source.addEventListener('presence', (event) => tell('presence', JSON.parse(event.data as string)));
      source.addEventListener('import', (event) => tell('import', JSON.parse(event.data as string)));
      source.addEventListener('notice', () => void queryClient.invalidateQueries({ queryKey: keys.notices }));
      source.addEventListener('meta', () => applyMeta(queryClient));
      // The server dropped events of a reader that fell behind.
      source.addEventListener('reset', () => void queryClient.invalidateQueries({ refetchType: 'active' }));
    };

    const online = () => {
      wait = FIRST_WAIT;
      connect();
    };
    window.addEventListener('online', online);
    connect();
    return () => {
      window.removeEventListener('online', online);
      clearTimeout(timer);
      source?.close();
    };
  }, [queryClient]);
}
