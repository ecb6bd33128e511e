/**
 * Events change the cards that are shown at once; what has come into a column or left it unseen is read again, not
 * more often than this, because sums go over every record.
 */
import { useEffect } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { keys } from '@/api/queries';
import type { ChangeEvent } from '@/api/types';
import { LIVE_EVENT } from '@/app/shell/useLiveEvents';

const AT_MOST_EVERY = 10_000;

export function useLiveFigures(object: string) {
  const queryClient = useQueryClient();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = () => {
      timer = undefined;
      void queryClient.invalidateQueries({ queryKey: keys.lists(object) });
      void queryClient.invalidateQueries({ queryKey: keys.counts(object) });
    };
    const heard = (event: Event) => {
      const { type, data } = (event as CustomEvent<{ type: string; data: ChangeEvent }>).detail;
      if (type === 'change' && data.object === object) timer ??= setTimeout(again, AT_MOST_EVERY);
    };
    window.addEventListener(LIVE_EVENT, heard);
    return () => {
      clearTimeout(timer);
      window.removeEventListener(LIVE_EVENT, heard);
    };
  }, [queryClient, object]);
}
