/** What a person has arranged for themselves. It is kept on the server, so that it is the same on another device. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api } from './client';
import { useMe } from './meta';
import type { Navigation, WorkbenchCard } from './types';

export interface Favourite {
  kind: 'record' | 'view';
  object: string;
  id: string;
}

export type OwnNavigation = Navigation;

export interface Preferences {
  favourites: Favourite[];
  /** None where it is as usual. */
  navigation: OwnNavigation | null;
  /** None where it is as usual. */
  workbench: WorkbenchCard[] | null;
  /** Kinds of notices that are left out. */
  muted: string[];
  /** Kinds of notices that are not pushed to devices. */
  unpushed: string[];
  /** First steps that are left out, and whether the list of them is put away. */
  steps: { left: string[]; away: boolean };
}

const USUAL: Preferences = { favourites: [], navigation: null, workbench: null, muted: [], unpushed: [], steps: { left: [], away: false } };

export const preferencesQuery = queryOptions({
  queryKey: ['preferences'] as const,
  queryFn: ({ signal }) => api.get<Preferences>('/me/preferences', { signal }),
  staleTime: 60_000,
  retry: false,
});

/** Whoever looks as somebody else sees the usual order: what that person has arranged is theirs. */
export function usePreferences(): Preferences {
  const enabled = !useMe().viewing;
  return useQuery({ ...preferencesQuery, enabled }).data ?? USUAL;
}
