/** Says that a long list has become old, and reads it again. */
import { RotateCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { clearStale, useStaleLists } from '@/api/live';
import css from './ListPage.module.css';

export function StalePill({ object, onRefresh }: { object: string; onRefresh: () => void }) {
  const { t } = useTranslation();
  const stale = useStaleLists();
  if (!stale.has(object)) return null;
  return (
    <button
      type="button"
      className={css.stale}
      onClick={() => {
        clearStale(object);
        onRefresh();
      }}
    >
      <RotateCw size={13} aria-hidden />
      {t('list.stale')}
    </button>
  );
}
