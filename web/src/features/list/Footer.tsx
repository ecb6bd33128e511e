/** The foot of a list: how many there are, and the keys. */
import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { exactTotalQuery, type ListRequest } from '@/api/queries';
import type { Total } from '@/api/types';
import { Kbd } from '@/ui/Kbd';
import { totalText } from './total';
import css from './Footer.module.css';

export interface FooterProps {
  request: ListRequest;
  total: Total | undefined;
  loaded: number;
  /** What the keys do to the rows, where there are some. */
  keys: false | { edit: boolean; select: boolean; peek?: boolean };
  /** Sums, and whatever else is told beside the count. */
  children?: ReactNode;
}

export function Footer({ request, total, loaded, keys, children }: FooterProps) {
  const { t } = useTranslation();
  const exact = useQuery(exactTotalQuery(request));
  const known = exact.data && !exact.isPlaceholderData ? exact.data : total;
  return (
    <footer className={css.footer}>
      <span>
        {known ? t('list.total', { total: totalText(known) }) : ' '}
        {known && !known.exact && (
          <button type="button" className={css.exact} disabled={exact.isFetching} onClick={() => void exact.refetch()}>
            {t(exact.isFetching ? 'list.counting' : 'list.countExactly')}
          </button>
        )}
      </span>
      {known && loaded < known.value && <span className={css.loaded}>{t('list.loaded', { count: loaded })}</span>}
      {children}
      {keys && (
        <span className={css.keys} aria-hidden>
          <Kbd>↑</Kbd>
          <Kbd>↓</Kbd>
          {t('list.keyMove')}
          <Kbd>Enter</Kbd>
          {t(keys.edit ? 'list.keyEdit' : 'list.keyOpen')}
          {keys.select && (
            <>
              <Kbd>{t('list.spaceKey')}</Kbd>
              {t('list.keySelect')}
            </>
          )}
          {keys.peek && (
            <>
              <Kbd>P</Kbd>
              {t('list.keyPeek')}
            </>
          )}
        </span>
      )}
    </footer>
  );
}
