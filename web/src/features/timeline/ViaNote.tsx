/** By what a change was made, where it was not a person at the page. */
import { useTranslation } from 'react-i18next';
import type { Via } from '@/api/types';
import css from './Timeline.module.css';

export function ViaNote({ via }: { via: Via | null }) {
  const { t } = useTranslation();
  if (!via || via === 'page') return null;
  return <span className={css.via}>{t(`timeline.via.${via}`)}</span>;
}
