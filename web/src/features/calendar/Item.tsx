/** A record on a day: a dot in the colour of its stage, its time, its name. */
import { useDraggable } from '@dnd-kit/core';
import { Link } from '@tanstack/react-router';
import { nameOf } from '@/api/names';
import type { RecordData } from '@/api/types';
import { useFormatContext } from '@/fields/context';
import { clockText, dayOf, wallOf } from '@/fields/format/date';
import type { CalendarState } from './Calendar';
import css from './calendar.module.css';

export interface ItemProps {
  state: CalendarState;
  record: RecordData;
  day: string;
}

export function ItemBody({ state: { meta, dates, stage }, record, day }: ItemProps) {
  const { zone } = useFormatContext();
  const value = String(record[dates.date]);
  const begins = dayOf(value, zone) === day;
  const option = stage?.options?.find((one) => one.name === record[stage.name]);
  const name = nameOf(record, meta.name_field);
  return (
    <>
      <i className={css.dot} data-tone={option?.color ?? 'brand'} aria-hidden />
      {value.length > 10 && begins && <span className={css.time}>{clockText(wallOf(Date.parse(value), zone))}</span>}
      <Link to="/o/$object/$id" params={{ object: meta.name, id: record.id }} search={{}} className={css.name} title={option ? `${name} · ${option.label}` : name} draggable={false}>
        {name}
      </Link>
    </>
  );
}

export function Item({ state, record, day }: ItemProps) {
  const { setNodeRef, listeners, isDragging } = useDraggable({ id: `${record.id} ${day}`, data: { record, day }, disabled: !state.movable });
  return (
    <li ref={setNodeRef} {...listeners} className={css.item} data-item={record.id} data-movable={state.movable || undefined} data-dragging={isDragging || undefined} onKeyDown={(event) => state.onKey(event, record)}>
      <ItemBody state={state} record={record} day={day} />
    </li>
  );
}
