/** Every bad cell with row, column, value and reason; grouped reasons filter the table. */
import { useEffect, useMemo, useState } from 'react';
import { Button } from 'antd';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Download, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Bars, ErrorState } from '@/ui/States';
import { toast } from '@/ui/toast';
import { downloadFaults, faultsQuery } from './api';
import { groupFaults, groupId } from './faults';
import type { ImportJob } from './types';
import css from './FaultTable.module.css';

/** Faults read without being asked, so that the groups are right for all but hopeless files. */
const READ_AHEAD = 1000;
const SHOWN = 100;

export function FaultTable({ job }: { job: ImportJob }) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(faultsQuery(job.id, job.started_at ?? ''));
  const [only, setOnly] = useState<string | null>(null);
  const [shown, setShown] = useState(SHOWN);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const faults = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const total = query.data?.pages[0]?.total ?? 0;
  const groups = useMemo(() => groupFaults(faults), [faults]);
  const rows = useMemo(() => (only ? faults.filter((fault) => groupId(fault) === only) : faults), [faults, only]);

  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && faults.length < READ_AHEAD) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, faults.length]);

  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) return <Bars rows={5} />;
  const more = rows.length > shown || (hasNextPage && !only);
  const showMore = () => {
    setShown((before) => before + SHOWN);
    if (rows.length <= shown + SHOWN && hasNextPage) void fetchNextPage();
  };
  return (
    <section className={css.box} aria-label={t('import.faults')}>
      <header className={css.head}>
        <h2 className={css.title}>
          {t('import.faults')} <span className={css.total}>{total.toLocaleString()}</span>
        </h2>
        <Button
          icon={<Download size={15} aria-hidden />}
          onClick={() => downloadFaults(job).catch(() => toast({ text: t('import.downloadFailed'), tone: 'bad' }))}
        >
          {t('import.downloadFaults')}
        </Button>
      </header>
      {groups.length > 1 && (
        <div className={css.groups} role="group" aria-label={t('import.filterFaults')}>
          {groups.slice(0, 12).map((group) => (
            <button key={group.id} type="button" className={css.chip} aria-pressed={only === group.id} onClick={() => setOnly(only === group.id ? null : group.id)}>
              <span>{group.column ? t('import.groupOf', { column: group.column, reason: group.message }) : group.message}</span>
              <b>{group.count.toLocaleString()}</b>
              {only === group.id && <X size={13} aria-hidden />}
            </button>
          ))}
        </div>
      )}
      <div className={css.scroll}>
        <table className={css.table}>
          <thead>
            <tr>
              <th className={css.number}>{t('import.row')}</th>
              <th>{t('import.column')}</th>
              <th>{t('import.value')}</th>
              <th>{t('import.reason')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, shown).map((fault, index) => (
              <tr key={index}>
                <td className={css.number}>{fault.row}</td>
                <td>{fault.column ?? t('common.empty')}</td>
                <td className={css.value}>{fault.value ? <code>{fault.value}</code> : <span className={css.empty}>{t('import.emptyCell')}</span>}</td>
                <td className={css.reason}>{fault.message}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {more && (
          <Button type="text" block loading={isFetchingNextPage} onClick={showMore}>
            {t('common.loadMore')}
          </Button>
        )}
      </div>
    </section>
  );
}
