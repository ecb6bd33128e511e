/** What happened with a record, newest first: follow-ups, comments and changes in one stream, by day. */
import { useEffect, useMemo, useState } from 'react';
import { Button } from 'antd';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { fieldOf, may, useObjectMeta } from '@/api/meta';
import { nameOf } from '@/api/names';
import { timelineQuery } from '@/api/queries';
import type { ObjectMeta, RecordData, TimelineSort } from '@/api/types';
import { useFormatContext } from '@/fields/context';
import { dayHeading } from '@/fields/format/date';
import { Segmented } from '@/ui/Segmented';
import { Bars, ErrorState, useDelayed } from '@/ui/States';
import { toast } from '@/ui/toast';
import { QuickForm } from '../compose/QuickForm';
import { FOLLOW_UP, RELATED, TASK } from '../compose/shape';
import { CommentComposer } from '../talk/parts';
import { groupByDay, withoutEchoes } from './group';
import { TimelineEntry } from './TimelineEntry';
import css from './Timeline.module.css';

const SORTS = ['all', 'activity', 'comment', 'change'] as const;
type Way = 'followUp' | 'task' | 'comment';

export interface TimelineProps {
  meta: ObjectMeta;
  id: string;
  focusAt: number;
  /** Follow-ups may be written. */
  canWrite: boolean;
  /** Comments may be written. */
  canTalk: boolean;
}

/** A follow-up is about the customer, a task is for later, a comment is for colleagues. */
function Write({ meta, id, focusAt, canWrite, canTalk }: TimelineProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const activity = useObjectMeta(FOLLOW_UP.object);
  const task = useObjectMeta(TASK.object);
  const canPlan = canWrite && meta.name !== TASK.object && task !== undefined && may(task, 'create') && fieldOf(task, RELATED) !== undefined;
  const [way, setWay] = useState<Way>(canWrite ? 'followUp' : 'comment');
  const [chosen, setChosen] = useState(0);
  useEffect(() => {
    if (focusAt > 0 && canWrite) setWay('followUp');
  }, [focusAt, canWrite]);
  const choose = (next: Way) => {
    setChosen((before) => before + 1);
    setWay(next);
  };
  const ways = (['followUp', 'task', 'comment'] as const).filter((one) => (one === 'followUp' ? canWrite : one === 'task' ? canPlan : canTalk));
  const planned = (record: RecordData) => {
    if (!task) return;
    const open = () => void navigate({ to: '/o/$object/$id', params: { object: task.name, id: record.id }, search: {} as never });
    toast({ text: t('form.created', { name: nameOf(record, task.name_field) }), action: { label: t('form.view'), run: open } });
  };
  const shared = { meta, id };
  return (
    <div className={css.write}>
      {ways.length > 1 && <Segmented small label={t('timeline.mode')} value={way} options={ways.map((value) => ({ value, label: t(`timeline.${value}`) }))} onChange={choose} />}
      {way === 'followUp' && canWrite && activity && <QuickForm {...shared} writes={activity} shape={FOLLOW_UP} label={t('timeline.write')} placeholder={t('timeline.placeholder')} focusAt={focusAt} />}
      {way === 'task' && canPlan && <QuickForm {...shared} writes={task} shape={TASK} label={t('timeline.plan')} placeholder={t('timeline.planPlaceholder')} focusAt={chosen} onSaved={planned} />}
      {way === 'comment' && canTalk && <CommentComposer object={meta.name} id={id} focus={chosen > 0} />}
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
