/** Rows of settings that are read in pages: on their way, refused, none yet with the way to the first, or there with the rest behind a button. */
import type { ReactNode } from 'react';
import { Button } from 'antd';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Page } from '@/api/types';
import { Bars, ErrorState, StateView } from './States';
import css from './PagedRows.module.css';

export interface PagedRowsProps<T> {
  query: UseInfiniteQueryResult<InfiniteData<Page<T>>>;
  items: T[];
  /** What they are for. */
  hint: string;
  /** Where there are none. */
  none: { icon: LucideIcon; title: string };
  /** The way to the first one. */
  create: ReactNode;
  row: (item: T) => ReactNode;
}

export function PagedRows<T>({ query, items, hint, none, create, row }: PagedRowsProps<T>) {
  const { t } = useTranslation();
  if (query.isError && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) return <Bars rows={4} />;
  if (items.length === 0) {
    return (
      <StateView {...none} hint={hint}>
        {create}
      </StateView>
    );
  }
  return (
    <>
      <p className={css.hint}>{hint}</p>
      <ul className={css.list}>{items.map(row)}</ul>
      {query.hasNextPage && (
        <div className={css.more}>
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('common.loadMore')}
          </Button>
        </div>
      )}
    </>
  );
}
