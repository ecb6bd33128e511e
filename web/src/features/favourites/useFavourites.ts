/** What is kept at hand, by name; asked for anew when one of them is changed or deleted anywhere. */
import { useEffect } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useObjects } from '@/api/meta';
import { usePreferences } from '@/api/preferences';
import type { ChangeEvent } from '@/api/types';
import { LIVE_EVENT } from '@/app/shell/useLiveEvents';
import { favouriteKeys, favouritesQuery, type NamedFavourite } from './named';

export function useFavourites(): NamedFavourite[] {
  const { favourites } = usePreferences();
  const queryClient = useQueryClient();
  const named = useQuery(favouritesQuery(favourites, useObjects())).data ?? [];
  useEffect(() => {
    const heard = (event: Event) => {
      const { type, data } = (event as CustomEvent<{ type: string; data: ChangeEvent }>).detail;
      if (type === 'change' && favourites.some((one) => one.id === data.id)) void queryClient.invalidateQueries({ queryKey: favouriteKeys });
    };
    window.addEventListener(LIVE_EVENT, heard);
    return () => window.removeEventListener(LIVE_EVENT, heard);
  }, [favourites, queryClient]);
  // While a longer list is read, the one before stays; what was just taken away doesn't.
  return named.filter((one) => favourites.some((kept) => kept.id === one.id));
}
