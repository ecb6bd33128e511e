/** Records as cards in the columns of a choice, or of one level of a tree. Cards move by mouse, finger, menu and keys, under the rules of the form. */
import { useCallback, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { DndContext, DragOverlay, pointerWithin, type DragEndEvent } from '@dnd-kit/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { SquareKanban } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { isWritable, may } from '@/api/meta';
import { nameOf } from '@/api/names';
import { regionsQuery, type ListRequest } from '@/api/queries';
import type { Field, FieldValue, ObjectMeta, Option, RecordData } from '@/api/types';
import { useFormatContext } from '@/fields/context';
import { formatValue } from '@/fields/registry';
import { useRegions } from '@/fields/shared/regions';
import { openCreate } from '@/features/form/createStore';
import type { ListSearch } from '@/features/list/search';
import type { Layout } from '@/features/views/api';
import { ErrorState, StateView, useDelayed } from '@/ui/States';
import { later } from '@/ui/later';
import { axisOf, type Axis } from './axis';
import { BoardColumn } from './BoardColumn';
import { CardBody, placesOf } from './Card';
import { boardFields, boardQuery, columnsOf, countedQuery, makesBoard, readMore, type BoardRequest } from './data';
import { Trail } from './Trail';
import { SILENT, swallowClick, useDrag } from './useDrag';
import { useKeptFocus } from './useKeptFocus';
import { useLiveFigures } from './useLiveFigures';
import { useMove } from './useMove';
import css from './board.module.css';

const WantedDialog = later(async () => (await import('@/features/record/WantedDialog')).default);

export interface LayoutProps {
  meta: ObjectMeta;
  layout: Layout;
  /** What a list would show. */
  request: ListRequest;
  search: ListSearch;
  onSearch: (part: Partial<ListSearch>) => void;
  /** Opens the settings of the layout. */
  onLayout: () => void;
}

function Skeleton() {
  return (
    <div className={css.board} aria-hidden>
      {[4, 3, 5, 2].map((cards, index) => (
        <div key={index} className={css.column}>
          <i className={css.bar} />
          {Array.from({ length: cards }, (_, at) => (
            <i key={at} className={css.ghost} />
          ))}
        </div>
      ))}
    </div>
  );
}

const STEP: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export function Board(props: LayoutProps) {
  const { t } = useTranslation();
  const { meta, layout, search, onLayout } = props;
  const field = meta.fields.find((one) => one.name === layout.group && makesBoard(one) && one.access !== 'masked');
  const places = field?.kind === 'region';
  const table = useQuery({ ...regionsQuery, enabled: places });
  const regions = useRegions(places);
  const axis = useMemo(() => field && axisOf(field, regions, search.within, (name) => t('board.only', { name })), [field, regions, search.within, t]);
  if (field && axis) return <BoardOf {...props} field={field} axis={axis} />;
  if (field) return table.isError ? <ErrorState error={table.error} onRetry={() => void table.refetch()} /> : <Skeleton />;
  return (
    <StateView icon={SquareKanban} tone="grey" title={t('board.noGroup')} hint={t('board.noGroupHint')}>
      <Button onClick={onLayout}>{t('board.settings')}</Button>
    </StateView>
  );
}

function BoardOf({ meta, layout, request: list, onSearch, field, axis }: LayoutProps & { field: Field; axis: Axis }) {
  const { t } = useTranslation();
  const context = useFormatContext();
  const queryClient = useQueryClient();
  const { sum, card } = layout;
  const { tree } = axis;
  const request = useMemo<BoardRequest>(() => {
    const { object, filter, sort, q } = list;
    return { object, filter, sort, q, fields: boardFields(meta, field.name, sum, card), group: field.name, tree, sum };
  }, [list, meta, field.name, tree, sum, card]);
  // Cards stay while others are read for the same columns.
  const same = (old: unknown) => {
    const before = old as BoardRequest | undefined;
    return before?.group === request.group && before.tree?.within === tree?.within;
  };
  const query = useQuery({ ...boardQuery(queryClient, request), placeholderData: (before, old) => (same(old?.queryKey[2]) ? before : undefined) });
  const figures = useQuery(countedQuery(request, sum));
  useLiveFigures(meta.name);
  const { move, dialog } = useMove(meta);
  const sensors = useDrag();
  const [held, setHeld] = useState<RecordData | null>(null);
  const places = useMemo(() => placesOf(meta, card, field.name), [meta, card, field.name]);
  const columns = useMemo(() => (query.data ? columnsOf(query.data, field, axis) : []), [query.data, field, axis]);
  const targets = useMemo<Option[]>(() => {
    if (!may(meta, 'edit') || !isWritable(field)) return [];
    if (!tree) return (field.options ?? []).filter((option) => option.active);
    return columns.flatMap(({ value }) => (value === null ? [] : [axis.named(value)])).filter((option) => option !== undefined);
  }, [meta, field, tree, axis, columns]);
  const movable = targets.length > 0 || Boolean(tree && may(meta, 'edit') && isWritable(field));
  const [choosing, setChoosing] = useState<RecordData | null>(null);
  const root = useRef<HTMLDivElement>(null);
  const keepFocus = useKeptFocus(root, 'data-card', columns);
  const waiting = useDelayed(query.isPending);

  const moveTo = useCallback(
    (record: RecordData, to: string, exactly = false) => {
      // A card that lies in a branch already is not taken out of its place there.
      const now = (record[field.name] ?? null) as string | null;
      if ((exactly ? now : axis.place(now)) === to) return;
      const label = columns.some(({ value }) => value === to) ? (axis.named(to)?.label ?? to) : formatValue(to, field, context);
      keepFocus(record.id, move({ record, change: { [field.name]: to }, name: field.label, done: t('board.moved', { name: nameOf(record, meta.name_field), to: label }) }));
    },
    [keepFocus, move, field, axis, columns, context, meta.name_field, t],
  );

  const keys = useCallback(
    (event: KeyboardEvent<HTMLElement>, record: RecordData) => {
      const step = STEP[event.key];
      if (!step || event.nativeEvent.isComposing) return;
      const [across, down] = step;
      const at = columns.findIndex((column) => column.cards.some((one) => one.id === record.id));
      event.preventDefault();
      if (event.ctrlKey || event.altKey || event.metaKey) {
        const way = targets.map((option) => option.name);
        const value = columns[at]?.value ?? null;
        const next = way[(value === null && across < 0 ? way.length : way.indexOf(value ?? '')) + across];
        if (across !== 0 && next !== undefined) moveTo(record, next);
        return;
      }
      const index = columns[at]?.cards.findIndex((one) => one.id === record.id) ?? 0;
      let to = at + across;
      while (across !== 0 && columns[to]?.cards.length === 0) to += across;
      const cards = columns[to]?.cards ?? [];
      const next = across === 0 ? cards[index + down] : cards[Math.min(index, cards.length - 1)];
      if (next) root.current?.querySelector<HTMLElement>(`[data-card="${next.id}"] a`)?.focus();
    },
    [columns, targets, moveTo],
  );

  const dropped = ({ active, over }: DragEndEvent) => {
    setHeld(null);
    swallowClick();
    const to = (over?.data.current as { value: string | null } | undefined)?.value;
    // As it stood when it was taken: what somebody else made of it meanwhile is a conflict.
    const record = held ?? (active.data.current as { record: RecordData }).record;
    if (typeof to === 'string' && targets.some((option) => option.name === to)) moveTo(record, to);
  };

  const open = (node: string | null) => onSearch({ within: node ?? undefined });
  const trail = tree && <Trail top={field.label} path={axis.path} onOpen={open} />;
  if (!query.data || (tree && columns.length === 0)) {
    const empty = () => (
      <div className={css.empty}>
        <StateView icon={SquareKanban} tone="grey" title={t('board.noBranch')} hint={t('board.noBranchHint')} />
      </div>
    );
    const state = () => (query.isError ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : waiting && <Skeleton />);
    return (
      <>
        {trail}
        {query.data ? empty() : state()}
      </>
    );
  }
  return (
    <>
      {trail}
      <DndContext sensors={sensors} collisionDetection={pointerWithin} accessibility={SILENT} onDragStart={({ active }) => setHeld((active.data.current as { record: RecordData }).record)} onDragCancel={() => setHeld(null)} onDragEnd={dropped}>
        <div ref={root} className={css.board} data-busy={query.isPlaceholderData || undefined} aria-busy={query.isFetching}>
          {columns.map((column) => (
            <BoardColumn
              key={column.value ?? ''}
              meta={meta}
              column={column}
              option={column.value === null ? undefined : axis.named(column.value)}
              colored={!tree}
              onOpen={axis.opens(column.value) ? () => open(column.value) : undefined}
              figures={figures.data && (figures.data.groups.find((one) => one.value === column.value) ?? { value: column.value, count: 0, sum: null })}
              sum={meta.fields.find((one) => one.name === sum)}
              places={places}
              targets={targets}
              movable={movable}
              onMove={moveTo}
              onElsewhere={tree && movable ? setChoosing : undefined}
              elsewhere={t('board.elsewhere', { name: field.label })}
              onKey={keys}
              onMore={() => readMore(queryClient, request, column.value)}
              onCreate={() => openCreate({ object: meta.name, defaults: column.value === null ? {} : { [field.name]: column.value as FieldValue }, onCreated: () => undefined })}
            />
          ))}
        </div>
        <DragOverlay dropAnimation={null}>
          {held && (
            <div className={css.card} data-held>
              <CardBody meta={meta} record={held} places={places} />
            </div>
          )}
        </DragOverlay>
      </DndContext>
      {dialog}
      {choosing && (
        <WantedDialog
          name={field.label}
          title={t('board.move', { name: nameOf(choosing, meta.name_field) })}
          missing={[field]}
          onSave={(values) => {
            setChoosing(null);
            moveTo(choosing, String(values[field.name]), true);
          }}
          onCancel={() => setChoosing(null)}
        />
      )}
    </>
  );
}
