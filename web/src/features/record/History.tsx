/** Every change of every field: who, when, by what, from, to. */
import { useMemo, useState } from 'react';
import { Button } from 'antd';
import { useInfiniteQuery } from '@tanstack/react-query';
import { History as HistoryIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { historyQuery } from '@/api/queries';
import type { HistoryItem, ObjectMeta, RecordData } from '@/api/types';
import { useFormatContext } from '@/fields/context';
import { absolute } from '@/fields/format/date';
import { Person } from '@/fields/shared/show';
import { IconButton } from '@/ui/IconButton';
import { Segmented } from '@/ui/Segmented';
import { Bars, ErrorState, useDelayed } from '@/ui/States';
import { ChangeLine } from '../timeline/ChangeLine';
import { ViaNote } from '../timeline/ViaNote';
import { AsOf } from './AsOf';
import css from './History.module.css';

function Entry({ meta, item, onThen }: { meta: ObjectMeta; item: HistoryItem; onThen: () => void }) {
  const { t } = useTranslation();
  const context = useFormatContext();
  return (
    <tr>
      <td className={css.when}>
        <time dateTime={item.at}>{absolute(item.at, context.zone)}</time>
      </td>
      <td className={css.who}>{item.by ? <Person value={item.by} /> : t('timeline.system')}</td>
      <td className={css.what}>
        <div className={css.changes}>
          {item.changes.length === 0 && t(`timeline.${item.kind}`, { name: meta.label })}
          {item.changes.map((change) => (
            <ChangeLine key={change.field} change={change} meta={meta} />
          ))}
          <ViaNote via={item.via} />
        </div>
      </td>
      <td className={css.act}>
        <IconButton size="small" label={t('record.viewThen', { at: absolute(item.at, context.zone) })} onClick={onThen}>
          <HistoryIcon size={14} aria-hidden />
        </IconButton>
      </td>
    </tr>
  );
}

export function History({ meta, record, canEdit }: { meta: ObjectMeta; record: RecordData; canEdit: boolean }) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(historyQuery(meta.name, record.id));
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const [start, setStart] = useState<string | null>(null);
  const waiting = useDelayed(query.isPending);
  if (query.isError && items.length === 0) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) return waiting ? <Bars rows={8} /> : null;
  return (
    <div className={css.history}>
      <div className={css.switch}>
        <Segmented
          small
          label={t('record.historyView')}
          value={start === null ? 'changes' : 'then'}
          options={[
            { value: 'changes', label: t('record.historyChanges') },
            { value: 'then', label: t('record.historyThen') },
          ]}
          onChange={(next) => setStart(next === 'changes' ? null : (items[1] ?? items[0])?.id ?? null)}
        />
      </div>
      {start !== null && <AsOf key={start} meta={meta} record={record} items={items} start={start} canEdit={canEdit} />}
      <table hidden={start !== null}>
        <thead>
          <tr>
            <th scope="col">{t('record.when')}</th>
            <th scope="col">{t('record.who')}</th>
            <th scope="col">{t('record.change')}</th>
            <th aria-hidden />
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <Entry key={item.id} meta={meta} item={item} onThen={() => setStart(item.id)} />
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
