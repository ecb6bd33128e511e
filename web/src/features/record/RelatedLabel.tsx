/** The name of a tab with related records, and how many there are. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ObjectMeta, RecordData } from '@/api/types';
import { totalText } from '../list/total';
import { fewQuery, relationTitle, type Relation } from './related';
import css from './TabBar.module.css';

export function RelatedLabel({ relation, meta, record }: { relation: Relation; meta: ObjectMeta; record: RecordData }) {
  const { t } = useTranslation();
  const total = useQuery(fewQuery(relation, meta, record.id)).data?.total;
  return (
    <>
      {relationTitle(relation, t)}
      {total && <span className={css.count}>{totalText(total)}</span>}
    </>
  );
}
