/** Computed fields whose values are still being brought up to date, with how far they are. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ObjectMeta } from '@/api/types';
import { Notice } from '@/ui/Notice';
import { recalculationsQuery } from './api';
import css from './computed.module.css';

export function Recalculating({ object }: { object: ObjectMeta }) {
  const { t, i18n } = useTranslation();
  const running = useQuery(recalculationsQuery(object.name, object.fields.some((field) => field.computed)));
  const items = running.data?.items ?? [];
  if (items.length === 0) return null;
  const labels = [...new Set(items.map((item) => item.label))];
  const done = items.reduce((sum, item) => sum + item.done, 0);
  const total = items.reduce((sum, item) => sum + (item.total ?? 0), 0);
  const figure = (number: number) => number.toLocaleString(i18n.language);
  return (
    <div className={css.progress}>
      <Notice tone="info" title={t('designer.recalculating', { fields: labels.slice(0, 5).join(', ') })}>
        {total > 1 ? t('designer.recalculated', { done: figure(Math.min(done, total)), total: figure(total) }) : t('designer.recalculatingSoon')}
      </Notice>
    </div>
  );
}
