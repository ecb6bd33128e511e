/** A list in groups, as a grid or as cards. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListRequest } from '@/api/queries';
import type { Field, ObjectMeta } from '@/api/types';
import type { RecordGridProps } from '@/features/list/grid/RecordGrid';
import type { Grain } from '@/features/list/search';
import { useIsPhone } from '@/ui/media';
import { ErrorState, useDelayed } from '@/ui/States';
import { GroupCards } from './GroupCards';
import { grainOf } from './spans';
import { sums } from './sums';
import { useBands } from './useBands';
import { useGroups, type Shown } from './useGroups';
import css from './groups.module.css';

export type GridOfGroups = Pick<RecordGridProps, 'rows' | 'count' | 'bands' | 'onMore' | 'onEdit'>;

export interface GroupedListProps {
  meta: ObjectMeta;
  field: Field;
  /** Of a date that is grouped by; months when nothing was chosen. */
  grain: Grain | null;
  /** The number that is added up. */
  sum: string | null;
  request: ListRequest;
  /** Columns by name. */
  names: string[];
  rowHeight: number;
  /** The grid of the list, with what the groups say of it. */
  grid: (own: GridOfGroups) => ReactNode;
  /** Stand there meanwhile, and when there is nothing. */
  wait: ReactNode;
  empty: ReactNode;
  onEdit: RecordGridProps['onEdit'];
  onShown: (shown: Shown) => void;
}

const none = () => undefined;

export function GroupedList({ meta, field, grain: chosen, sum: sumName, request, names, rowHeight, grid, wait, empty, onEdit, onShown }: GroupedListProps) {
  const { t } = useTranslation();
  const phone = useIsPhone();
  const sum = meta.fields.find((one) => one.name === sumName && sums(one));
  const look = field.name === meta.stage_field ? 'status' : 'label';
  const grain = grainOf(field, chosen);
  const groups = useGroups(field, grain, sum, request, onShown);
  const { query, truncated, recount } = groups;
  const { rows, bands } = useBands(groups, rowHeight, field, look, grain, sum);
  const waiting = useDelayed(query.isPending);
  if (query.isError && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) return waiting ? wait : null;
  if (rows.length === 0) return <div className={css.empty}>{empty}</div>;
  // An edit may take a row to another group.
  const save: RecordGridProps['onEdit'] = async (...edit) => {
    await onEdit(...edit);
    recount();
  };
  return (
    <>
      {phone ? <GroupCards meta={meta} columns={names} groups={groups} field={field} look={look} grain={grain} sum={sum} /> : grid({ rows, count: rows.length, bands, onMore: none, onEdit: save })}
      {truncated && <p className={css.note}>{t('groups.truncated')}</p>}
    </>
  );
}
