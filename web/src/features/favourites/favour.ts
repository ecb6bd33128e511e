/** Keeps something at hand, or no longer. */
import type { QueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { preferencesQuery, type Favourite, type Preferences } from '@/api/preferences';
import { objectsQuery } from '@/api/queries';
import { namedFavourites } from './named';

export const MOST = 60;

export const savePreferences = async (queryClient: QueryClient, change: Partial<Preferences>): Promise<void> => {
  const saved = await api.patch<Preferences>('/me/preferences', change);
  queryClient.setQueryData(preferencesQuery.queryKey, saved);
};

/** What can't be seen any more takes no place from what can. */
async function room(queryClient: QueryClient, favourites: Favourite[]): Promise<Favourite[]> {
  if (favourites.length < MOST) return favourites;
  const { objects } = await queryClient.ensureQueryData(objectsQuery);
  const seen = await namedFavourites(favourites, objects);
  return favourites.filter((one) => seen.some((named) => named.id === one.id));
}

/** Shown at once; taken back when the server refuses, and the refusal is the caller's to tell. */
export async function setFavourite(queryClient: QueryClient, one: Favourite, kept: boolean): Promise<void> {
  const { queryKey } = preferencesQuery;
  const without = (all: Favourite[] = []) => all.filter((other) => other.id !== one.id);
  await queryClient.cancelQueries({ queryKey });
  const before = queryClient.getQueryData(queryKey);
  if (before) queryClient.setQueryData(queryKey, { ...before, favourites: kept ? [...without(before.favourites), one] : without(before.favourites) });
  try {
    // What was kept on another device meanwhile stays.
    const others = without((await api.get<Preferences>('/me/preferences')).favourites);
    await savePreferences(queryClient, { favourites: kept ? [...(await room(queryClient, others)), one] : others });
  } catch (error) {
    queryClient.setQueryData(queryKey, before);
    throw error;
  }
}
