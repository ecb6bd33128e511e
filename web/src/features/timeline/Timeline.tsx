/** What happened with a record, newest first: follow-ups, comments and changes in one stream, by day. */
import { useEffect, useMemo, useState } from 'react';
import { Button } from 'antd';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { timelineQuery } from '@/api/queries';
import type { ObjectMeta, TimelineSort } from '@/api/types';
import { useFormatContext } from '@/fields/context';
import { dayHeading } from '@/fields/format/date';
import { Segmented } from '@/ui/Segmented';
import { Bars, ErrorState, useDelayed } from '@/ui/States';
import { CommentComposer } from '../talk/parts';
import { Composer } from './Composer';
import { groupByDay, withoutEchoes } from './group';
import { TimelineEntry } from './TimelineEntry';
import css from './Timeline.module.css';

const SORTS = ['all', 'activity', 'comment', 'change'] as const;
type Way = 'followUp' | 'comment';

export interface TimelineProps {
  meta: ObjectMeta;
  id: string;
  focusAt: number;
  /** Follow-ups may be written. */
  canWrite: boolean;
  /** Comments may be written. */
  canTalk: boolean;
}

/** A follow-up is about the customer, a comment is for colleagues. */
function Write({ meta, id, focusAt, canWrite, canTalk }: TimelineProps) {
  const { t } = useTranslation();
  const [way, setWay] = useState<Way>(canWrite ? 'followUp' : 'comment');
  const [chosen, setChosen] = useState(false);
  useEffect(() => {
    if (focusAt > 0 && canWrite) setWay('followUp');
  }, [focusAt, canWrite]);
  const choose = (next: Way) => {
    setChosen(true);
    setWay(next);
  };
  const ways: Way[] = ['followUp', 'comment'];
  return (
    <div className={css.write}>
      {canWrite && canTalk && <Segmented small label={t('timeline.mode')} value={way} options={ways.map((value) => ({ value, label: t(`timeline.${value}`) }))} onChange={choose} />}
      {way === 'followUp' ? canWrite && <Composer meta={meta} id={id} focusAt={focusAt} /> : canTalk && <CommentComposer object={meta.name} id={id} focus={chosen} />}
    </div>
  );
}

export function Timeline(props: TimelineProps) {
  const { meta, id, canWrite, canTalk } = props;
  const { t } = useTranslation();
  const context = useFormatContext();
  const [sort, setSort] = useState<TimelineSort | null>(null);
  const query = useInfiniteQuery(timelineQuery(meta.name, id, sort));
  const items = useMemo(() => withoutEchoes(query.data?.pages.flatMap((page) => page.items) ?? []), [query.data]);
  const days = useMemo(() => groupByDay(items, context.zone), [items, context.zone]);
  const waiting = useDelayed(query.isPending);
  return (
    <div className={css.timeline}>
      {(canWrite || canTalk) && <Write key={id} {...props} />}
      <Segmented small label={t('timeline.filter')} value={sort ?? 'all'} options={SORTS.map((value) => ({ value, label: t(`timeline.show.${value}`) }))} onChange={(value) => setSort(value === 'all' ? null : value)} />
      {waiting && <Bars rows={7} />}
      {query.isError && items.length === 0 && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && items.length === 0 && <p className={css.none}>{t(sort ? 'timeline.noneOf' : 'timeline.none')}</p>}
      {days.map((group) => (
        <section key={group.day} aria-label={dayHeading(group.day, context)}>
          <h3 className={css.day}>{dayHeading(group.day, context)}</h3>
          <ol className={css.entries}>
            {group.items.map((item) => (
              <TimelineEntry key={item.id} meta={meta} recordId={id} item={item} />
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
