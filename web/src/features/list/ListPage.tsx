/** The list of any object: address in, rows out. The parts do the work; this page ties them together. */
import { useCallback, useEffect, useMemo, useState } from 'react';
import { Button } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Download, Plus, Upload } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { isWritable, may } from '@/api/meta';
import { exactTotalQuery } from '@/api/queries';
import type { Field, Filter, ObjectMeta, RecordData } from '@/api/types';
import { openCreate } from '@/features/form/createStore';
import type { GridOfGroups } from '@/features/groups/GroupedList';
import type { Shown } from '@/features/groups/useGroups';
import { usePeek } from '@/features/peek/usePeek';
import { loadTexts } from '@/i18n/texts';
import { IconButton } from '@/ui/IconButton';
import { later } from '@/ui/later';
import { ErrorState, useDelayed } from '@/ui/States';
import { ViewBar } from '@/features/views/ViewBar';
import { useView } from '@/features/views/useView';
import { LinkButton } from '@/ui/LinkButton';
import { Notice } from '@/ui/Notice';
import { Sheet } from '@/ui/Sheet';
import { isPhone, useIsNarrow, useIsPhone } from '@/ui/media';
import { useKeys } from '@/ui/useKeys';
import { useTitle } from '@/ui/useTitle';
import { cardFields } from './cardPlaces';
import { Footer } from './Footer';
import { RecordGrid } from './grid/RecordGrid';
import { BIN_COLUMNS, binFields } from './bin';
import { columnsOf } from './grid/types';
import { ListSkeleton } from './ListSkeleton';
import { ROW_HEIGHT } from './preferences';
import { idsBetween, rowCount } from '@/api/rows';
import { groups, nextSort, OWN, readSort, type ListSearch } from './search';
import { StalePill } from './StalePill';
import { Toolbar } from './Toolbar';
import { useBulk } from './useBulk';
import { useCellEdit } from './useCellEdit';
import { listRequest, useList } from './useList';
import { useSelection } from './useSelection';
import css from './ListPage.module.css';

const Board = later(() => Promise.all([import('@/features/board/Board'), loadTexts(['board'])]).then(([module]) => module.Board));
const Calendar = later(() => Promise.all([import('@/features/calendar/Calendar'), loadTexts(['board'])]).then(([module]) => module.Calendar));
const LayoutDialog = later(() => Promise.all([import('@/features/board/LayoutDialog'), loadTexts(['board'])]).then(([module]) => module.LayoutDialog));
const GroupedList = later(() => Promise.all([import('@/features/groups/GroupedList'), loadTexts(['groups'])]).then(([module]) => module.GroupedList));
const PeekPanel = later(() => Promise.all([import('@/features/peek/PeekPanel'), loadTexts(['peek', 'timeline', 'duplicates'])]).then(([module]) => module.PeekPanel));
const emptyFile = () => import('./EmptyStates');
const EmptyBin = later(() => emptyFile().then((module) => module.EmptyBin));
const EmptyList = later(() => emptyFile().then((module) => module.EmptyList));
const EmptyResult = later(() => emptyFile().then((module) => module.EmptyResult));
const bulkFile = () => import('./BulkBar');
const CardList = later(() => import('./CardList').then((module) => module.CardList));
// Rows stand in the page's first drawing, there too.
if (isPhone()) void CardList.fetch();
const BulkBar = later(() => bulkFile().then((module) => module.BulkBar));
const BulkProgress = later(() => bulkFile().then((module) => module.BulkProgress));
const Failures = later(async () => (await import('./Failures')).default);
const WantedDialog = later(async () => (await import('@/features/record/WantedDialog')).default);
const ExportDialog = later(async () => (await Promise.all([import('@/features/tasks/ExportDialog'), loadTexts(['tasks'])]))[0].default);

export interface ListPageProps {
  meta: ObjectMeta;
  search: ListSearch;
}

function Actions({ meta, onExport }: { meta: ObjectMeta; onExport: (() => void) | null }) {
  const { t } = useTranslation();
  const phone = useIsPhone();
  const exports = onExport && may(meta, 'export');
  const create = () => openCreate({ object: meta.name });
  useKeys({ n: may(meta, 'create') && create });
  // The thumb's bar has what makes a new one.
  if (phone) {
    return exports ? (
      <IconButton label={t('list.export')} onClick={onExport}>
        <Download size={16} strokeWidth={1.75} aria-hidden />
      </IconButton>
    ) : null;
  }
  return (
    <>
      {exports && (
        <Button icon={<Download size={15} strokeWidth={1.75} aria-hidden />} onClick={onExport}>
          {t('list.export')}
        </Button>
      )}
      {may(meta, 'import') && (
        <LinkButton to="/import/$object" params={{ object: meta.name }} search={{}} icon={<Upload size={15} strokeWidth={1.75} aria-hidden />}>
          {t('list.import')}
        </LinkButton>
      )}
      {may(meta, 'create') && (
        <Button type="primary" icon={<Plus size={15} aria-hidden />} onClick={create}>
          {t('form.newOf', { name: meta.label })}
        </Button>
      )}
    </>
  );
}

export function ListPage({ meta, search }: ListPageProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const phone = useIsPhone();
  const narrow = useIsNarrow();
  const view = useView(meta, search);
  const { columns: chosen, widths, pinned, density, change, filter, sort } = view;
  // In the bin one wants to know when, and by whom.
  const shownMeta = useMemo(() => (search.deleted ? { ...meta, fields: [...meta.fields, ...binFields(t)] } : meta), [meta, search.deleted, t]);
  const names = useMemo(() => (search.deleted ? [...chosen.slice(0, 1), ...BIN_COLUMNS, ...chosen.slice(1)] : chosen), [chosen, search.deleted]);
  useTitle(meta.plural);
  const { key } = view.current;

  const request = useMemo(
    () => listRequest(shownMeta, search, filter, sort, phone ? [...names, ...cardFields(meta, names)] : names),
    [shownMeta, meta, search, filter, sort, names, phone],
  );
  const problem = search.deleted ? null : view.current.saved?.problem;
  const layout = search.deleted ? null : view.layout;
  const isList = !layout || layout.kind === 'list';
  const group = layout && isList ? meta.fields.find((field) => field.name === layout.group && groups(field)) : undefined;
  const plain = useList(request, !view.pending && !problem && isList && !group);
  const { query, patch, remove, refresh } = plain;
  const [shown, setShown] = useState<Shown>({ rows: [], total: undefined });
  const { rows, total } = group ? shown : plain;
  const hasMore = group ? rows.length < (total?.value ?? 0) : query.hasNextPage;
  const selection = useSelection(rows);
  const [exporting, setExporting] = useState(false);
  const [laying, setLaying] = useState(false);
  const edit = useCellEdit(meta, patch);
  const bulk = useBulk(meta.name, remove, selection.clear);
  const exact = useQuery(exactTotalQuery(request));

  const columns = useMemo(() => columnsOf(shownMeta, names, widths, pinned), [shownMeta, names, widths, pinned]);

  const beside = usePeek(meta.name, search.peek);
  const peek = narrow || !isList ? undefined : beside;

  const setSearch = useCallback(
    (part: Partial<ListSearch>) => {
      const next: ListSearch = { ...search, ...part };
      for (const key of Object.keys(next) as (keyof ListSearch)[]) if (next[key] === undefined) delete next[key];
      selection.clear();
      void navigate({ to: '/o/$object', params: { object: meta.name }, search: next as never, replace: part.q !== undefined });
    },
    [search, navigate, meta.name, selection],
  );
  const setFilter = (next: Filter | undefined) => setSearch({ filter: search.deleted ? next : view.inAddress(next), view: search.deleted ? undefined : key });
  const openView = useCallback(
    (next: string) => setSearch({ ...OWN, view: next, deleted: undefined, at: undefined, span: undefined, within: undefined, peek: undefined }),
    [setSearch],
  );
  // The address says which view is shown, also when it is the one that opens first.
  const silent = !view.pending && !search.view && !search.filter && !search.deleted && key !== 'all';
  useEffect(() => {
    if (silent) void navigate({ to: '/o/$object', params: { object: meta.name }, search: { ...search, view: key } as never, replace: true });
  }, [silent, key, search, navigate, meta.name]);
  const { settle } = beside;
  const open = useCallback(
    ({ id }: { id: string }) => void settle().then(() => navigate({ to: '/o/$object/$id', params: { object: meta.name, id }, search: {} as never })),
    [settle, navigate, meta.name],
  );
  const more = useCallback(() => {
    if (query.hasNextPage && !query.isFetchingNextPage && !query.isError) void query.fetchNextPage();
  }, [query]);
  const editable = useCallback(
    (field: Field) => !search.deleted && may(meta, 'edit') && isWritable(field) && field.kind !== 'lines',
    [meta, search.deleted],
  );
  const resize = useCallback(
    (field: string, width: number | null) => {
      const next = { ...widths };
      if (width === null) delete next[field];
      else next[field] = Math.round(width);
      change({ widths: next });
    },
    [widths, change],
  );
  const filtered = Boolean(filter || search.q);
  const overridden = search.filter !== undefined || Boolean(search.q);
  const count = rowCount(rows.length, query.hasNextPage, total);
  const waiting = useDelayed(query.isPending);
  const canEdit = !search.deleted && may(meta, 'edit');
  const canSelect = search.deleted ? may(meta, 'delete') : (['delete', 'bulk_edit', 'transfer', 'merge'] as const).some((action) => may(meta, action));

  const empty = rows.length === 0 && !query.hasNextPage;
  const nothing = () => {
    if (filtered) return <EmptyResult meta={meta} onClear={() => setSearch({ filter: undefined, q: undefined, view: overridden ? search.view : 'all' })} />;
    return search.deleted ? <EmptyBin /> : <EmptyList meta={meta} />;
  };
  const state = () => {
    if (problem) return <Notice tone="warn" title={problem} />;
    if (query.isError && rows.length === 0) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
    if (query.isPending) return waiting ? <ListSkeleton rowHeight={ROW_HEIGHT[density]} /> : null;
    return empty ? nothing() : null;
  };
  const showsRows = rows.length > 0;

  const body = () => {
    if (layout && !isList && !problem && !view.pending) {
      const Shown = layout.kind === 'board' ? Board : Calendar;
      return <Shown key={`${key} ${layout.kind}`} meta={meta} layout={layout} request={request} search={search} onSearch={setSearch} onLayout={() => setLaying(true)} />;
    }
    const id = `${meta.name}${search.deleted ? '-bin' : key}`;
    const usual = {
      label: meta.plural,
      object: meta.name,
      columns,
      rowHeight: ROW_HEIGHT[density],
      sort: readSort(sort),
      selected: selection.ids,
      errors: edit.errors,
      canSelect,
      canEdit,
      editable,
      onSort: (field: Field, add: boolean) => setSearch({ sort: nextSort(sort, field.name, add) }),
      onResize: resize,
      onSelect: selection.set,
      onSelectRange: (to: string) => selection.set(idsBetween(rows, selection.last ?? to, to), true),
      onSelectAll: () => selection.set(rows.map((row) => row.id), true),
      onClearSelection: selection.clear,
      onOpen: open,
      onEdit: edit.save,
      onPaste: edit.paste,
      peek,
      onDropError: (record: RecordData, field: Field) => {
        edit.clearError(record.id, field.name, null);
        void refresh();
      },
    };
    if (layout && group && !problem && !view.pending) {
      const grid = (own: GridOfGroups) => <RecordGrid {...usual} {...own} />;
      return <GroupedList key={`${id} ${group.name} ${layout.grain}`} meta={meta} field={group} grain={layout.grain} sum={layout.sum} request={request} names={names} rowHeight={ROW_HEIGHT[density]} grid={grid} wait={<ListSkeleton rowHeight={ROW_HEIGHT[density]} />} empty={nothing()} onEdit={edit.save} onShown={setShown} />;
    }
    if (!showsRows) return <div className={css.state}>{state()}</div>;
    if (phone) return <CardList meta={meta} columns={names} rows={rows} count={count} label={meta.plural} onMore={more} />;
    return <RecordGrid key={id} {...usual} rows={rows} count={count} onMore={more} />;
  };

  return (
    <Sheet title={meta.plural} actions={<Actions meta={meta} onExport={search.deleted || problem ? null : () => setExporting(true)} />} busy={query.isFetching && !query.isPending} fixed>
      {search.deleted ? (
        <p className={css.bin}>{t(phone ? 'list.binNotePhone' : 'list.binNote', { name: meta.plural })}</p>
      ) : (
        <ViewBar meta={meta} view={view} ready={!isList || Boolean(group) || !query.isPending} onOpen={openView} onReset={() => setSearch({ ...OWN, view: key })} />
      )}
      <Toolbar
        meta={meta}
        search={search}
        filter={filter}
        sort={sort}
        columns={chosen}
        pinned={pinned}
        density={density}
        rows={isList}
        layout={view.layout}
        own={view.own}
        onLayout={search.deleted ? null : () => setLaying(true)}
        onFilter={setFilter}
        onSearch={(part) => setSearch('deleted' in part ? { ...OWN, ...part, view: undefined, peek: undefined } : part)}
        onColumns={(columns) => change({ columns })}
        onPinned={(next) => change({ pinned: next })}
        onDensity={(next) => change({ density: next })}
      />
      <div className={css.beside}>
        <div className={css.main}>{body()}</div>
        {peek?.id && <PeekPanel meta={shownMeta} id={peek.id} rows={rows} total={total} onShow={peek.show} onOpen={(id) => open({ id })} onClose={peek.close} />}
      </div>
      {!phone && isList && <Footer request={request} total={total} loaded={rows.length} keys={showsRows && { edit: canEdit, select: canSelect, peek: true }} />}
      {isList && <StalePill object={meta.name} onRefresh={() => void refresh()} />}
      {bulk.work && <BulkProgress work={bulk.work} onStop={bulk.stop} />}
      {selection.ids.size > 0 && !bulk.work && (
        <BulkBar
          meta={meta}
          chosen={selection.all ? { filter: filter ?? null, q: search.q } : { ids: [...selection.ids] }}
          count={selection.all ? (exact.data?.value ?? total?.value ?? rows.length) : selection.ids.size}
          all={!selection.all && hasMore && selection.ids.size === rows.length ? (total ?? null) : null}
          deleted={Boolean(search.deleted)}
          bulk={bulk}
          onAll={() => {
            selection.takeAll();
            void exact.refetch();
          }}
          onClear={selection.clear}
          onMerged={(loser) => {
            remove(new Set([loser]));
            selection.clear();
          }}
        />
      )}
      {laying && <LayoutDialog meta={meta} layout={view.layout} onChange={(next) => change({ layout: next })} onClose={() => setLaying(false)} />}
      {exporting && <ExportDialog meta={meta} view={view.nameOf(view.current)} request={request} columns={names} total={total} onClose={() => setExporting(false)} />}
      {edit.asked && <WantedDialog name={edit.asked.field.label} missing={edit.asked.missing} onSave={edit.answer} onCancel={() => edit.answer(null)} />}
      {bulk.failures.length > 0 && <Failures bulk={bulk} />}
    </Sheet>
  );
}
