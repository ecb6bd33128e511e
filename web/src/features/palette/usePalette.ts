/** What the palette offers for what is typed, in the order of the keyboard. */
import { useEffect, useMemo, useState } from 'react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useMe, useObjects } from '@/api/meta';
import { useDebounced } from '@/ui/useDebounced';
import type { Named } from '@/features/favourites/named';
import { MOST_TYPED, recentsQuery, searchQuery, type Hit } from './api';
import { stopTypingAhead, typedAhead } from './paletteStore';
import { matching, placesOf, type Place } from './places';
import { recentsOf } from './recents';

export type Item =
  | { kind: 'hit'; id: string; hit: Hit }
  | { kind: 'recent'; id: string; recent: Named }
  | { kind: 'place'; id: string; place: Place }
  | { kind: 'more'; id: string; object: string; label: string };

export interface Section {
  id: string;
  title: string;
  items: Item[];
}

const asItems = (places: Place[]): Item[] => places.map((place) => ({ kind: 'place', id: place.id, place }));

export function usePalette() {
  const { t } = useTranslation();
  const objects = useObjects();
  const me = useMe();
  const [typed, setTyped] = useState(typedAhead);
  useEffect(stopTypingAhead, []);
  /** Only this object's records, all of them. */
  const [within, setWithin] = useState<string | null>(null);
  const wanted = typed.trim().slice(0, MOST_TYPED);
  const rested = useDebounced(wanted, 120);
  const search = useQuery({ ...searchQuery(rested, within), enabled: rested !== '', placeholderData: keepPreviousData });
  const [opened] = useState(() => recentsOf(me.id));
  const recents = useQuery(recentsQuery(opened, objects));
  const places = useMemo(() => placesOf(objects, me, t), [objects, me, t]);

  const sections = useMemo<Section[]>(() => {
    const all: Section[] = [];
    const add = (id: string, title: string, items: Item[]) => {
      if (items.length > 0) all.push({ id, title, items });
    };
    if (wanted === '' && !within) {
      add('recent', t('palette.recent'), (recents.data ?? []).map((recent) => ({ kind: 'recent', id: `recent-${recent.id}`, recent })));
      add('place', t('palette.places'), asItems(places.filter((place) => place.kind === 'place')));
      add('action', t('palette.actions'), asItems(places.filter((place) => place.kind === 'action')));
      return all;
    }
    if (!within) add('place', t('palette.places'), asItems(matching(places, wanted, 4)));
    if (wanted === '') return all;
    for (const group of search.data?.groups ?? []) {
      if (within && group.object !== within) continue;
      const items: Item[] = group.items.map((hit) => ({ kind: 'hit', id: `hit-${hit.id}`, hit }));
      if (group.more && !within) items.push({ kind: 'more', id: `more-${group.object}`, object: group.object, label: group.label });
      add(`object-${group.object}`, group.label, items);
    }
    return all;
  }, [wanted, within, recents.data, places, search.data, t]);

  return {
    typed,
    setTyped,
    within,
    setWithin,
    sections,
    /** What is shown belongs to something typed before. */
    waiting: wanted !== '' && (wanted !== rested || search.isFetching),
    error: wanted === '' ? null : search.error,
    retry: () => void search.refetch(),
    building: search.data?.building ?? null,
    nothing: wanted !== '' && sections.length === 0 && search.isSuccess && wanted === rested && !search.isFetching,
  };
}
