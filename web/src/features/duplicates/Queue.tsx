/** The steward's queue: pairs that may be the same, to be merged or told apart, and the merges that can be taken back. */
import { useState } from 'react';
import { Button, Select } from 'antd';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CopyCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { may, useObjects } from '@/api/meta';
import type { ObjectMeta } from '@/api/types';
import { later } from '@/ui/later';
import { Segmented } from '@/ui/Segmented';
import { Sheet } from '@/ui/Sheet';
import { Bars, ErrorState, StateView } from '@/ui/States';
import { useTitle } from '@/ui/useTitle';
import { When } from '@/ui/When';
import { decidePair, duplicateKeys, duplicateQueue, firstWithPairs, mergesOf, searchPairs, type DuplicatePair } from './api';
import { Reasons } from './Candidates';
import { useDeed, useUndoMerge } from './useDeed';
import css from './duplicates.module.css';

const MergeDialog = later(() => import('./MergeDialog').then((module) => module.MergeDialog));

type Shown = 'open' | 'dismissed' | 'merges';

function Pair({ meta, pair, onMerge }: { meta: ObjectMeta; pair: DuplicatePair; onMerge: () => void }) {
  const { t } = useTranslation();
  const run = useDeed(meta.name);
  return (
    <li className={css.pair}>
      <div className={css.sides}>
        {pair.records.map((side) => (
          <div key={side.id} className={css.side}>
            <Link className={css.name} to="/o/$object/$id" params={{ object: meta.name, id: side.id }} search={{}}>
              {side.name || t('form.duplicateUnnamed')}
            </Link>
            <span>{side.owner?.name ?? t('duplicates.noOwner')}</span>
            {side.created_at && (
              <span>
                {t('duplicates.created')} <When at={side.created_at} />
              </span>
            )}
          </div>
        ))}
      </div>
      <div className={css.foot}>
        <Reasons reasons={pair.reasons} />
        <span className={css.actions}>
          <Button onClick={() => void run(() => decidePair(pair.id, pair.state === 'open'))}>{t(pair.state === 'open' ? 'duplicates.apart' : 'duplicates.reopen')}</Button>
          <Button type="primary" onClick={onMerge}>
            {t('duplicates.merge')}
          </Button>
        </span>
      </div>
    </li>
  );
}

function Pairs({ meta, dismissed }: { meta: ObjectMeta; dismissed: boolean }) {
  const { t } = useTranslation();
  const [pair, setPair] = useState<DuplicatePair | null>(null);
  const run = useDeed(meta.name);
  const query = useInfiniteQuery({
    queryKey: duplicateKeys.queue(meta.name, dismissed),
    queryFn: ({ pageParam, signal }) => duplicateQueue(meta.name, dismissed, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    refetchInterval: (state) => (state.state.data?.pages[0]?.searching ? 2_000 : false),
  });
  if (query.isPending) return <Bars rows={6} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const pairs = query.data.pages.flatMap((one) => one.items);
  const searching = query.data.pages[0]?.searching;
  return (
    <>
      {!dismissed && (
        <div className={css.foot}>
          <span className={css.about} role="status">
            {searching ? t('duplicates.searching', { done: searching.done, total: searching.total }) : t('duplicates.searchHint')}
          </span>
          <Button disabled={Boolean(searching)} onClick={() => void run(() => searchPairs(meta.name))}>
            {t('duplicates.search')}
          </Button>
        </div>
      )}
      {pairs.length === 0 && !query.hasNextPage ? (
        <StateView icon={CopyCheck} tone="grey" title={t(dismissed ? 'duplicates.noneApart' : 'duplicates.none')} />
      ) : (
        <ul className={css.list}>
          {pairs.map((one) => (
            <Pair key={one.id} meta={meta} pair={one} onMerge={() => setPair(one)} />
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('common.loadMore')}
        </Button>
      )}
      {pair?.records[0] && pair.records[1] && <MergeDialog meta={meta} first={pair.records[0].id} second={pair.records[1].id} onClose={() => setPair(null)} />}
    </>
  );
}

function Merges({ meta }: { meta: ObjectMeta }) {
  const { t } = useTranslation();
  const undo = useUndoMerge(meta.name);
  const query = useQuery({ queryKey: duplicateKeys.merges(meta.name), queryFn: ({ signal }) => mergesOf(meta.name, signal) });
  if (query.isPending) return <Bars rows={6} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data.items.length === 0) return <StateView icon={CopyCheck} tone="grey" title={t('duplicates.noMerges')} />;
  return (
    <ul className={css.list}>
      {query.data.items.map((merge) => (
        <li key={merge.id} className={css.pair}>
          <div className={css.foot}>
            <span>
              {t('duplicates.wentInto', { loser: merge.loser.name, winner: merge.winner.name })}{' '}
              <span className={css.about}>
                {merge.merged_by?.name} <When at={merge.merged_at} />
                {merge.undone && ` · ${t('duplicates.takenBack')}`}
              </span>
            </span>
            {merge.can_undo && <Button onClick={() => void undo(merge.id, [merge.winner.id, merge.loser.id])}>{t('common.undo')}</Button>}
          </div>
        </li>
      ))}
    </ul>
  );
}

export function Queue() {
  const { t } = useTranslation();
  useTitle(t('duplicates.title'));
  const objects = useObjects().filter((object) => (object.duplicates?.keys.length ?? 0) > 0 && may(object, 'merge'));
  const [name, setName] = useState<string | null>(null);
  const [shown, setShown] = useState<Shown>('open');
  // Opens where something waits, and stays there when that is done.
  const names = objects.map((object) => object.name);
  const first = useQuery({ queryKey: duplicateKeys.first, queryFn: ({ signal }) => firstWithPairs(names, signal), staleTime: Infinity, gcTime: 0, enabled: names.length > 1 });
  const looking = name === null && names.length > 1 && first.isPending;
  const meta = objects.find((object) => object.name === (name ?? first.data)) ?? objects[0];
  return (
    <Sheet title={t('duplicates.title')}>
      <div className={css.pairs}>
        {looking ? (
          <Bars rows={6} />
        ) : meta ? (
          <>
            <div className={css.tools}>
              <Select aria-label={t('duplicates.object')} value={meta.name} style={{ minWidth: 140 }} options={objects.map((object) => ({ value: object.name, label: object.label }))} onChange={setName} />
              <Segmented<Shown> label={t('duplicates.show')} value={shown} options={(['open', 'dismissed', 'merges'] as const).map((value) => ({ value, label: t(`duplicates.shown.${value}`) }))} onChange={setShown} />
            </div>
            {shown === 'merges' ? <Merges key={meta.name} meta={meta} /> : <Pairs key={`${meta.name}.${shown}`} meta={meta} dismissed={shown === 'dismissed'} />}
          </>
        ) : (
          <StateView icon={CopyCheck} tone="grey" title={t('duplicates.noObjects')} />
        )}
      </div>
    </Sheet>
  );
}
