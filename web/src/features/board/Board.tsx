/** Records as cards in the columns of a choice. Cards move by mouse, finger, menu and keys, under the rules of the form. */
import { useCallback, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { DndContext, DragOverlay, pointerWithin, type DragEndEvent } from '@dnd-kit/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { SquareKanban } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { isWritable, may } from '@/api/meta';
import { nameOf } from '@/api/names';
import type { ListRequest } from '@/api/queries';
import type { FieldValue, ObjectMeta, Option, RecordData } from '@/api/types';
import { openCreate } from '@/features/form/createStore';
import type { ListSearch } from '@/features/list/search';
import type { Layout } from '@/features/views/api';
import { ErrorState, StateView, useDelayed } from '@/ui/States';
import { BoardColumn } from './BoardColumn';
import { CardBody, placesOf } from './Card';
import { boardFields, boardQuery, columnsOf, countedQuery, readMore, type BoardRequest } from './data';
import { SILENT, swallowClick, useDrag } from './useDrag';
import { useKeptFocus } from './useKeptFocus';
import { useLiveFigures } from './useLiveFigures';
import { useMove } from './useMove';
import css from './board.module.css';

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
  const { meta, layout, onLayout } = props;
  const field = meta.fields.find((one) => one.name === layout.group && one.kind === 'choice' && one.access !== 'masked');
  if (field) return <BoardOf {...props} />;
  return (
    <StateView icon={SquareKanban} tone="grey" title={t('board.noGroup')} hint={t('board.noGroupHint')}>
      <Button onClick={onLayout}>{t('board.settings')}</Button>
    </StateView>
  );
}

function BoardOf({ meta, layout, request: list }: LayoutProps) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const { group, sum, card } = layout;
  const field = meta.fields.find((one) => one.name === group) as ObjectMeta['fields'][number];
  const request = useMemo<BoardRequest>(() => {
    const { object, filter, sort, q } = list;
    return { object, filter, sort, q, fields: boardFields(meta, field.name, sum, card), group: field.name, sum };
  }, [list, meta, field.name, sum, card]);
  // Cards stay while others are read for the same columns.
  const same = (old: unknown) => (old as BoardRequest | undefined)?.group === request.group;
  const query = useQuery({ ...boardQuery(queryClient, request), placeholderData: (before, old) => (same(old?.queryKey[2]) ? before : undefined) });
  const figures = useQuery(countedQuery(request, sum));
  useLiveFigures(meta.name);
  const { move, dialog } = useMove(meta);
  const sensors = useDrag();
  const [held, setHeld] = useState<RecordData | null>(null);
  const places = useMemo(() => placesOf(meta, card), [meta, card]);
  const columns = useMemo(() => (query.data ? columnsOf(query.data, field) : []), [query.data, field]);
  const options = field.options ?? [];
  const targets = useMemo<Option[]>(() => (may(meta, 'edit') && isWritable(field) ? (field.options ?? []).filter((option) => option.active) : []), [meta, field]);
  const root = useRef<HTMLDivElement>(null);
  const keepFocus = useKeptFocus(root, 'data-card', columns);
  const waiting = useDelayed(query.isPending);

  const moveTo = useCallback(
    (record: RecordData, to: string) => {
      const label = field.options?.find((option) => option.name === to)?.label ?? to;
      if ((record[field.name] ?? null) === to) return;
      keepFocus(record.id, move({ record, change: { [field.name]: to }, name: field.label, done: t('board.moved', { name: nameOf(record, meta.name_field), to: label }) }));
    },
    [keepFocus, move, field, meta.name_field, t],
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
        const next = way[way.indexOf(columns[at]?.value ?? '') + across];
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
    const record = (active.data.current as { record: RecordData }).record;
    if (typeof to === 'string' && targets.some((option) => option.name === to)) moveTo(record, to);
  };

  if (query.isError && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return waiting ? <Skeleton /> : null;
  return (
    <>
      <DndContext sensors={sensors} collisionDetection={pointerWithin} accessibility={SILENT} onDragStart={({ active }) => setHeld((active.data.current as { record: RecordData }).record)} onDragCancel={() => setHeld(null)} onDragEnd={dropped}>
        <div ref={root} className={css.board} data-busy={query.isPlaceholderData || undefined} aria-busy={query.isFetching}>
          {columns.map((column) => (
            <BoardColumn
              key={column.value ?? ''}
              meta={meta}
              column={column}
              option={options.find((option) => option.name === column.value)}
              figures={figures.data && (figures.data.groups.find((one) => one.value === column.value) ?? { value: column.value, count: 0, sum: null })}
              sum={meta.fields.find((one) => one.name === sum)}
              places={places}
              targets={targets}
              onMove={moveTo}
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
    </>
  );
}
