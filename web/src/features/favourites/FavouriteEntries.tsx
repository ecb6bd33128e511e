/** What is kept at hand, as entries of the navigation. */
import { useState } from 'react';
import { Link } from '@tanstack/react-router';
import { CalendarDays, ChevronDown, SquareKanban, Table2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ObjectIcon } from '@/ui/icons';
import type { NamedFavourite } from './named';
import { useFavourites } from './useFavourites';
import css from '@/app/shell/Sidebar.module.css';

/** Entries shown before somebody asks for all. */
const FEW = 8;

const layouts = { list: Table2, board: SquareKanban, calendar: CalendarDays };

export function FavouriteIcon({ one }: { one: NamedFavourite }) {
  const View = one.layout && layouts[one.layout];
  return View ? <View size={16} strokeWidth={1.75} aria-hidden /> : <ObjectIcon name={one.icon} />;
}

export interface FavouriteLinkProps {
  one: NamedFavourite;
  className: string | undefined;
  onClick?: () => void;
}

export function FavouriteLink({ one, className, onClick }: FavouriteLinkProps) {
  const content = (
    <>
      <FavouriteIcon one={one} />
      <span className={css.text}>{one.name}</span>
    </>
  );
  return one.kind === 'view' ? (
    <Link to="/o/$object" params={{ object: one.object }} search={{ view: one.id }} className={className} onClick={onClick}>
      {content}
    </Link>
  ) : (
    <Link to="/o/$object/$id" params={{ object: one.object, id: one.id }} search={{}} className={className} onClick={onClick}>
      {content}
    </Link>
  );
}

export function FavouriteEntries() {
  const { t } = useTranslation();
  const favourites = useFavourites();
  const [all, setAll] = useState(false);
  if (favourites.length === 0) return null;
  const shown = all ? favourites : favourites.slice(0, FEW);
  return (
    <section aria-label={t('atHand.favourites')}>
      <p className={css.group} aria-hidden>
        {t('atHand.favourites')}
      </p>
      {shown.map((one) => (
        <FavouriteLink key={one.id} one={one} className={css.entry} />
      ))}
      {shown.length < favourites.length && (
        <button type="button" className={css.entry} onClick={() => setAll(true)}>
          <ChevronDown size={16} strokeWidth={1.75} aria-hidden />
          <span className={css.text}>{t('atHand.all', { count: favourites.length })}</span>
        </button>
      )}
    </section>
  );
}
