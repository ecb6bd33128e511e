/** Favourites and what was opened last, on the phone's sheet. */
import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useMe, useObjects } from '@/api/meta';
import { recentsQuery } from '@/features/palette/api';
import { recentsOf } from '@/features/palette/recents';
import { FavouriteLink } from './FavouriteEntries';
import type { NamedFavourite } from './named';
import { useFavourites } from './useFavourites';
import css from './AtHand.module.css';

/** The palette has more. */
const LAST = 4;

function Rows({ title, rows, onOpen }: { title: string; rows: NamedFavourite[]; onOpen: () => void }) {
  if (rows.length === 0) return null;
  return (
    <section aria-label={title}>
      <p className={css.title} aria-hidden>
        {title}
      </p>
      <div className={css.rows}>
        {rows.map((one) => (
          <FavouriteLink key={one.id} one={one} className={css.row} onClick={onOpen} />
        ))}
      </div>
    </section>
  );
}

export function AtHand({ onOpen }: { onOpen: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const objects = useObjects();
  const favourites = useFavourites();
  const [opened] = useState(() => recentsOf(me.id));
  const recents = useQuery(recentsQuery(opened, objects)).data ?? [];
  const last = recents
    .filter((one) => !favourites.some((kept) => kept.id === one.id))
    .slice(0, LAST)
    .map((one): NamedFavourite => ({ ...one, kind: 'record', icon: objects.find((meta) => meta.name === one.object)?.icon ?? '' }));
  return (
    <>
      <Rows title={t('atHand.favourites')} rows={favourites} onOpen={onOpen} />
      <Rows title={t('palette.recent')} rows={last} onOpen={onOpen} />
    </>
  );
}
