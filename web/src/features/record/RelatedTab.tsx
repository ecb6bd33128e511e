/**
 * The records that point to this one, as a list: the columns and the order of their object's list, its cells and its
 * keys, and what the amounts add up to. The column that would say this record in every row is left out.
 */
import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { Button } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { List, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { isWritable, may } from '@/api/meta';
import { nameOf } from '@/api/names';
import { keys } from '@/api/queries';
import { rowCount } from '@/api/rows';
import type { Field, ObjectMeta, RecordData } from '@/api/types';
import { openCreate } from '@/features/form/createStore';
import { cardFields } from '@/features/list/cardPlaces';
import { Footer } from '@/features/list/Footer';
import { RecordGrid, type RecordGridProps } from '@/features/list/grid/RecordGrid';
import { columnsOf } from '@/features/list/grid/types';
import { ListSkeleton } from '@/features/list/ListSkeleton';
import { ROW_HEIGHT } from '@/features/list/preferences';
import { nextSort, readSort } from '@/features/list/search';
import { StalePill } from '@/features/list/StalePill';
import { useCellEdit } from '@/features/list/useCellEdit';
import { listRequest, useList } from '@/features/list/useList';
import { useView } from '@/features/views/useView';
import { ErrorState, useDelayed } from '@/ui/States';
import { later } from '@/ui/later';
import { useIsPhone } from '@/ui/media';
import { ColumnSums } from './ColumnSums';
import { RelatedRows } from './RelatedRows';
import { pointingTo, relationTitle, testFor, type Relation } from './related';
import css from './RelatedTab.module.css';

const WantedDialog = later(async () => (await import('./WantedDialog')).default);

/** Nothing in an address: the view that opens first. */
const PLAIN = {};
const NONE: ReadonlySet<string> = new Set();
const nothing = () => undefined;

/** What is asked for: all that point here, in the columns and the order in which the object's list opens. */
function useRelated(relation: Relation, meta: ObjectMeta, id: string, phone: boolean) {
  const { object } = relation;
  const view = useView(object, PLAIN);
  const [sort, setSort] = useState<string>();
  const [widths, setWidths] = useState<Record<string, number>>({});
  const { columns: all, pinned, widths: usual } = view;
  const { name: pointing, kind } = relation.field;
  const names = useMemo(() => all.filter((name) => name !== pointing || name === object.name_field || kind === 'multi_reference'), [all, pointing, kind, object.name_field]);
  const order = sort ?? view.sort;
  const request = useMemo(
    () => listRequest(object, {}, testFor(relation, meta, id), order, phone ? [...names, ...cardFields(object, names)] : names),
    [object, relation, meta, id, order, names, phone],
  );
  const columns = useMemo(() => columnsOf(object, names, { ...usual, ...widths }, pinned), [object, names, usual, widths, pinned]);
  const resize = useCallback((field: string, width: number | null) => {
    setWidths((before) => {
      const { [field]: _gone, ...rest } = before;
      return width === null ? rest : { ...rest, [field]: Math.round(width) };
    });
  }, []);
  return { ...useList(request, !view.pending), view, names, request, columns, order, setSort, resize };
}

function Head({ relation, meta, record, title, children }: { relation: Relation; meta: ObjectMeta; record: RecordData; title: string; children?: ReactNode }) {
  const { t } = useTranslation();
  const { object } = relation;
  const self = { id: record.id, object: meta.name, name: nameOf(record, meta.name_field) };
  return (
    <header className={css.head}>
      {children}
      <span className={css.gap} />
      <Link to="/o/$object" params={{ object: object.name }} search={{ filter: testFor(relation, meta, record.id) } as never} className={css.open} aria-label={t('record.openListOf', { name: title })}>
        <List size={15} aria-hidden />
        {t('record.openList')}
      </Link>
      {may(object, 'create') && !record.deleted_at && (
        <Button size="small" icon={<Plus size={14} aria-hidden />} onClick={() => openCreate({ object: object.name, defaults: pointingTo(relation, self), onCreated: nothing })}>
          {t('form.newOf', { name: object.label })}
        </Button>
      )}
    </header>
  );
}

export interface RelatedTabProps {
  relation: Relation;
  meta: ObjectMeta;
  record: RecordData;
}

export function RelatedTab({ relation, meta, record }: RelatedTabProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const phone = useIsPhone();
  const { object } = relation;
  const list = useRelated(relation, meta, record.id, phone);
  const { query, rows, total, view, names, request, columns, order } = list;
  const edit = useCellEdit(object, list.patch);
  const waiting = useDelayed(query.isPending);
  const title = relationTitle(relation, t);
  const rowHeight = ROW_HEIGHT[view.density];
  const money = columns.map(({ field }) => field).filter((field) => field.kind === 'money' && field.filterable && field.access !== 'masked');

  const open = useCallback((row: RecordData) => void navigate({ to: '/o/$object/$id', params: { object: object.name, id: row.id }, search: {} as never }), [navigate, object.name]);
  const more = useCallback(() => {
    if (query.hasNextPage && !query.isFetchingNextPage && !query.isError) void query.fetchNextPage();
  }, [query]);
  const editable = useCallback((field: Field) => may(object, 'edit') && isWritable(field) && field.kind !== 'lines', [object]);
  // Sums and cards tell of what was changed here, too.
  const save: RecordGridProps['onEdit'] = async (...change) => {
    await edit.save(...change);
    void queryClient.invalidateQueries({ queryKey: keys.related(object.name) });
  };
  const content = () => {
    if (query.isError && rows.length === 0) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
    if (query.isPending) return waiting ? <ListSkeleton rowHeight={rowHeight} /> : null;
    if (rows.length === 0) return <p className={css.none}>{t('record.noneRelated', { name: object.plural })}</p>;
    if (phone) return <RelatedRows label={title} object={object} names={names} rows={rows} busy={query.isFetchingNextPage} onMore={query.hasNextPage ? more : null} />;
    return (
      <RecordGrid
        label={title}
        object={object.name}
        rows={rows}
        count={rowCount(rows.length, query.hasNextPage, total)}
        columns={columns}
        rowHeight={rowHeight}
        sort={readSort(order)}
        selected={NONE}
        errors={edit.errors}
        canSelect={false}
        canEdit={may(object, 'edit')}
        editable={editable}
        onSort={(field, add) => list.setSort(nextSort(order, field.name, add) ?? '')}
        onResize={list.resize}
        onSelect={nothing}
        onSelectRange={nothing}
        onSelectAll={nothing}
        onClearSelection={nothing}
        onOpen={open}
        onMore={more}
        onEdit={save}
        onPaste={edit.paste}
        onDropError={(row, field) => {
          edit.clearError(row.id, field.name, null);
          void list.refresh();
        }}
      />
    );
  };
  const sums = rows.length > 0 && money.length > 0 && <ColumnSums object={object} fields={money} filter={request.filter ?? null} />;
  return (
    <section className={css.tab} aria-label={title}>
      <Head relation={relation} meta={meta} record={record} title={title}>
        {phone && sums}
      </Head>
      {content()}
      {!phone && rows.length > 0 && (
        <Footer request={request} total={total} loaded={rows.length} keys={false}>
          {sums}
        </Footer>
      )}
      <StalePill object={object.name} onRefresh={() => void list.refresh()} />
      {edit.asked && <WantedDialog name={edit.asked.field.label} missing={edit.asked.missing} onSave={edit.answer} onCancel={() => edit.answer(null)} />}
    </section>
  );
}
