/** Records on the days of a month or a week; a phone shows the days that have some, one below the other. */
import { useCallback, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { DndContext, DragOverlay, pointerWithin, type DragEndEvent } from '@dnd-kit/core';
import { Button } from 'antd';
import { CalendarDays, ChevronLeft, ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { isWritable, may } from '@/api/meta';
import { nameOf } from '@/api/names';
import type { Field, ObjectMeta, RecordData } from '@/api/types';
import type { LayoutProps } from '@/features/board/Board';
import { SILENT, swallowClick, useDrag } from '@/features/board/useDrag';
import { useKeptFocus } from '@/features/board/useKeptFocus';
import { useLiveFigures } from '@/features/board/useLiveFigures';
import { useMove } from '@/features/board/useMove';
import { openCreate } from '@/features/form/createStore';
import { useFormatContext } from '@/fields/context';
import { dayNumber, dayOf, today as todayOf } from '@/fields/format/date';
import { IconButton } from '@/ui/IconButton';
import { useIsPhone } from '@/ui/media';
import { Segmented } from '@/ui/Segmented';
import { BusyBar, ErrorState, StateView } from '@/ui/States';
import { Agenda } from './Agenda';
import { addDays, addMonths, mondayOf, monthOf, placed, shifted, startOn, weekOf, weeksOf, type Dates } from './days';
import { ItemBody } from './Item';
import { Grid } from './Grid';
import { useWeeks } from './useWeeks';
import css from './calendar.module.css';

export interface CalendarState {
  meta: ObjectMeta;
  dates: Dates;
  /** Where the colour of an item comes from. */
  stage: Field | undefined;
  today: string;
  movable: boolean;
  /** Nothing for those who may not create. */
  onCreate: ((day: string) => void) | null;
  onKey: (event: KeyboardEvent<HTMLElement>, record: RecordData) => void;
}

const dateField = (meta: ObjectMeta, name: string | null) =>
  meta.fields.find((one) => one.name === name && (one.kind === 'date' || one.kind === 'datetime') && one.access !== 'masked');

export function Calendar(props: LayoutProps) {
  const { t } = useTranslation();
  if (dateField(props.meta, props.layout.date)) return <CalendarOf {...props} />;
  return (
    <StateView icon={CalendarDays} tone="grey" title={t('board.noDate')} hint={t('board.noDateHint')}>
      <Button onClick={props.onLayout}>{t('board.settings')}</Button>
    </StateView>
  );
}

const STEP: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

function CalendarOf({ meta, layout, request: list, search, onSearch }: LayoutProps) {
  const { t } = useTranslation();
  const context = useFormatContext();
  const phone = useIsPhone();
  const { zone, locale } = context;
  const field = dateField(meta, layout.date) as Field;
  const end = dateField(meta, layout.end);
  const dates = useMemo<Dates>(() => ({ date: field.name, end: end && end !== field ? end.name : null }), [field, end]);
  const today = todayOf(context);
  // An address may name a day that no month has.
  const at = search.at && !Number.isNaN(dayNumber(search.at)) ? search.at : today;
  const week = search.span === 'week';
  const mondays = useMemo(() => (week ? [mondayOf(at)] : weeksOf(at)), [week, at]);
  const days = useMemo(() => mondays.flatMap(weekOf), [mondays]);
  const stage = meta.fields.find((one) => one.name === meta.stage_field && one.access !== 'masked');
  const request = useMemo(() => {
    const known = new Set(meta.fields.map((one) => one.name));
    const fields = [meta.name_field, dates.date, dates.end ?? '', stage?.name ?? ''].filter((name) => known.has(name));
    return { object: list.object, filter: list.filter, q: list.q, fields: [...new Set(fields)] };
  }, [list, meta, dates, stage]);
  const { records, pending, fetching, cut, error, retry } = useWeeks(request, dates, mondays);
  useLiveFigures(meta.name);
  const { move, dialog } = useMove(meta);
  const sensors = useDrag();
  const [held, setHeld] = useState<RecordData | null>(null);
  const places = useMemo(() => placed(records, days, dates, zone), [records, days, dates, zone]);
  const movable = may(meta, 'edit') && isWritable(field) && (!dates.end || (end !== undefined && isWritable(end)));
  const root = useRef<HTMLDivElement>(null);
  const keepFocus = useKeptFocus(root, 'data-item', places);

  const moveBy = useCallback(
    (record: RecordData, by: number) => {
      if (by === 0 || !movable) return;
      const to = addDays(dayOf(String(record[dates.date]), zone), by);
      keepFocus(record.id, move({ record, change: shifted(record, dates, by, zone), name: field.label, done: t('board.moved', { name: nameOf(record, meta.name_field), to }) }));
    },
    [movable, keepFocus, move, dates, zone, field.label, meta.name_field, t],
  );
  const dropped = ({ active, over }: DragEndEvent) => {
    setHeld(null);
    swallowClick();
    const { record, day } = active.data.current as { record: RecordData; day: string };
    const to = (over?.data.current as { day: string } | undefined)?.day;
    if (to) moveBy(held ?? record, dayNumber(to) - dayNumber(day));
  };
  const go = (to: string) => onSearch({ at: to === today ? undefined : to });
  const turn = (by: number) => go(week ? addDays(at, by * 7) : addMonths(at, by));
  const words = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { timeZone: 'UTC', year: 'numeric', ...options });
  const noon = (day: string) => new Date(`${day}T12:00:00Z`);
  const title = week
    ? words({ month: 'short', day: 'numeric' }).formatRange(noon(mondayOf(at)), noon(addDays(mondayOf(at), 6)))
    : words({ month: 'long' }).format(noon(at));

  const state: CalendarState = {
    meta,
    dates,
    stage,
    today,
    movable,
    onCreate: may(meta, 'create')
      ? (day) => openCreate({ object: meta.name, defaults: { [dates.date]: startOn(day, field.kind === 'datetime', zone) }, onCreated: () => undefined })
      : null,
    onKey: (event, record) => {
      const step = STEP[event.key];
      if (step === undefined || !(event.ctrlKey || event.altKey || event.metaKey)) return;
      event.preventDefault();
      moveBy(record, step);
    },
  };
  const shownDays = week ? days : days.filter((day) => monthOf(day) === monthOf(at));
  return (
    <div ref={root} className={css.calendar}>
      <BusyBar active={fetching && !pending} />
      <div className={css.head}>
        <IconButton label={t(week ? 'board.weekBefore' : 'board.monthBefore')} onClick={() => turn(-1)}>
          <ChevronLeft size={16} strokeWidth={1.75} aria-hidden />
        </IconButton>
        <IconButton label={t(week ? 'board.weekAfter' : 'board.monthAfter')} onClick={() => turn(1)}>
          <ChevronRight size={16} strokeWidth={1.75} aria-hidden />
        </IconButton>
        <h2 className={css.title} aria-live="polite">
          {title}
        </h2>
        <Button size="small" onClick={() => go(today)}>
          {t('fields.date.today')}
        </Button>
        <span className={css.right}>
          <Segmented
            small
            label={t('board.span')}
            value={week ? 'week' : 'month'}
            options={(['month', 'week'] as const).map((value) => ({ value, label: t(`board.spans.${value}`) }))}
            onChange={(value) => onSearch({ span: value === 'week' ? 'week' : undefined })}
          />
        </span>
      </div>
      {cut && <p className={css.cut}>{t('board.cut')}</p>}
      {error ? (
        <ErrorState error={error} onRetry={retry} />
      ) : phone ? (
        <Agenda state={state} days={shownDays} places={places} pending={pending} />
      ) : (
        <DndContext sensors={sensors} collisionDetection={pointerWithin} accessibility={SILENT} onDragStart={({ active }) => setHeld((active.data.current as { record: RecordData }).record)} onDragCancel={() => setHeld(null)} onDragEnd={dropped}>
          <Grid state={state} mondays={mondays} month={week ? null : monthOf(at)} places={places} />
          <DragOverlay dropAnimation={null}>{held && <div className={css.item} data-held><ItemBody state={state} record={held} day={dayOf(String(held[dates.date]), zone)} /></div>}</DragOverlay>
        </DndContext>
      )}
      {dialog}
    </div>
  );
}
