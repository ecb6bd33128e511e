/** Related records on a phone: the cards of the list, one below the other, so that the page scrolls as a whole. */
import { useMemo } from 'react';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ObjectMeta, RecordData } from '@/api/types';
import { Card } from '@/features/list/CardList';
import { cardPlaces } from '@/features/list/cardPlaces';
import css from './RelatedTab.module.css';

export interface RelatedRowsProps {
  label: string;
  object: ObjectMeta;
  /** Columns of the list. */
  names: string[];
  rows: RecordData[];
  busy: boolean;
  /** Reads on; nothing when all are there. */
  onMore: (() => void) | null;
}

export function RelatedRows({ label, object, names, rows, busy, onMore }: RelatedRowsProps) {
  const { t } = useTranslation();
  const places = useMemo(() => cardPlaces(object, names), [object, names]);
  return (
    <>
      <ul aria-label={label} className={css.rows}>
        {rows.map((row) => (
          <li key={row.id}>
            <Card meta={object} record={row} places={places} />
          </li>
        ))}
      </ul>
      {onMore && (
        <Button block loading={busy} onClick={onMore}>
          {t('record.moreRelated')}
        </Button>
      )}
    </>
  );
}
