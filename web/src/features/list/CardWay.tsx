/** On a card: the way to an address or a place, where the device has a map. */
import { Navigation } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMapLink } from '@/fields/address/words';
import css from './CardList.module.css';

export function CardWay({ value, name }: { value: unknown; name: string }) {
  const { t } = useTranslation();
  const link = useMapLink(value);
  if (!link) return null;
  return (
    <a className={css.call} href={link} aria-label={t('fields.navigate', { name })}>
      <span>
        <Navigation size={15} strokeWidth={1.75} aria-hidden />
      </span>
    </a>
  );
}
