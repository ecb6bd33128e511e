/** What happened with a record, newest first: follow-ups and changes in one stream, by day. */
import { useMemo } from 'react';
import { Button } from 'antd';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { timelineQuery } from '@/api/queries';
import type { ObjectMeta } from '@/api/types';
import { useFormatContext } from '@/fields/context';
import { dayHeading } from '@/fields/format/date';
import { Bars, ErrorState, useDelayed } from '@/ui/States';
import { Composer } from './Composer';
import { groupByDay, withoutEchoes } from './group';
import { TimelineEntry } from './TimelineEntry';
import css from './Timeline.module.css';

export interface TimelineProps {
  meta: ObjectMeta;
  id: string;
  focusAt: number;
  canWrite: boolean;
}

export function Timeline({ meta, id, focusAt, canWrite }: TimelineProps) {
  const { t } = useTranslation();
  const context = useFormatContext();
  const query = useInfiniteQuery(timelineQuery(meta.name, id));
  const items = useMemo(() => withoutEchoes(query.data?.pages.flatMap((page) => page.items) ?? []), [query.data]);
  const days = useMemo(() => groupByDay(items, context.zone), [items, context.zone]);
  const waiting = useDelayed(query.isPending);
  return (
    <div className={css.timeline}>
      {canWrite && <Composer key={id} meta={meta} id={id} focusAt={focusAt} />}
      {waiting && <Bars rows={7} />}
      {query.isError && items.length === 0 && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && items.length === 0 && <p className={css.none}>{t('timeline.none')}</p>}
      {days.map((group) => (
        <section key={group.day} aria-label={dayHeading(group.day, context)}>
          <h3 className={css.day}>{dayHeading(group.day, context)}</h3>
          <ol className={css.entries}>
            {group.items.map((item) => (
              <TimelineEntry key={item.id} meta={meta} item={item} />
            ))}
          </ol>
        </section>
      ))}
      {query.hasNextPage && (
        <Button className={css.load} loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('timeline.older')}
        </Button>
      )}
    </div>
  );
}
