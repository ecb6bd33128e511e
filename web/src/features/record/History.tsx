/** Every change of every field: who, when, by what, from, to. */
import { useMemo } from 'react';
import { Button } from 'antd';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { historyQuery } from '@/api/queries';
import type { HistoryItem, ObjectMeta } from '@/api/types';
import { useFormatContext } from '@/fields/context';
import { absolute } from '@/fields/format/date';
import { Person } from '@/fields/shared/show';
import { Bars, ErrorState, useDelayed } from '@/ui/States';
import { ChangeLine } from '../timeline/ChangeLine';
import { ViaNote } from '../timeline/ViaNote';
import css from './History.module.css';

function Entry({ meta, item }: { meta: ObjectMeta; item: HistoryItem }) {
  const { t } = useTranslation();
  const context = useFormatContext();
  return (
    <tr>
      <td className={css.when}>
        <time dateTime={item.at}>{absolute(item.at, context.zone)}</time>
      </td>
      <td className={css.who}>{item.by ? <Person value={item.by} /> : t('timeline.system')}</td>
      <td className={css.what}>
        {item.changes.length === 0 && t(`timeline.${item.kind}`, { name: meta.label })}
        {item.changes.map((change) => (
          <ChangeLine key={change.field} change={change} meta={meta} />
        ))}
        <ViaNote via={item.via} />
      </td>
    </tr>
  );
}

export function History({ meta, id }: { meta: ObjectMeta; id: string }) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(historyQuery(meta.name, id));
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const waiting = useDelayed(query.isPending);
  if (query.isError && items.length === 0) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) return waiting ? <Bars rows={8} /> : null;
  return (
    <div className={css.history}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('record.when')}</th>
            <th scope="col">{t('record.who')}</th>
            <th scope="col">{t('record.change')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <Entry key={item.id} meta={meta} item={item} />
          ))}
        </tbody>
      </table>
      {query.hasNextPage && (
        <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('timeline.older')}
        </Button>
      )}
    </div>
  );
}
