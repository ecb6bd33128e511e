/** Weeks as rows of days. A month shows a few records on each day and the rest on request; a week shows them all. */
import { useState } from 'react';
import { useDroppable } from '@dnd-kit/core';
import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RecordData } from '@/api/types';
import { useFormatContext } from '@/fields/context';
import { Floating } from '@/ui/Floating';
import { IconButton } from '@/ui/IconButton';
import type { CalendarState } from './Calendar';
import { monthOf, weekOf } from './days';
import { Item, ItemBody } from './Item';
import css from './calendar.module.css';

/** Records on a day of a month. */
const SHOWN = 3;

interface DayProps {
  state: CalendarState;
  day: string;
  label: string;
  outside: boolean;
  all: boolean;
  records: RecordData[];
}

function Day({ state, day, label, outside, all, records }: DayProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { setNodeRef, isOver } = useDroppable({ id: day, data: { day } });
  const { onCreate } = state;
  // One line is worth more as a record than as "one more".
  const shown = all || records.length <= SHOWN + 1 ? records : records.slice(0, SHOWN);
  const rest = records.length - shown.length;
  return (
    <div
      ref={setNodeRef}
      className={css.day}
      role="gridcell"
      aria-label={t('board.dayOf', { day: label, count: records.length })}
      data-outside={outside || undefined}
      data-over={isOver || undefined}
      data-today={day === state.today || undefined}
      onClick={(event) => {
        if (event.target === event.currentTarget) onCreate?.(day);
      }}
    >
      <span className={css.dayHead}>
        <span className={css.number}>{Number(day.slice(8))}</span>
        {onCreate && (
          <IconButton size="small" className={css.add} label={t('board.createOn', { object: state.meta.label, day: label })} onClick={() => onCreate(day)}>
            <Plus size={14} strokeWidth={1.75} aria-hidden />
          </IconButton>
        )}
      </span>
      {shown.length > 0 && (
        <ul className={css.items}>
          {shown.map((record) => (
            <Item key={record.id} state={state} record={record} day={day} />
          ))}
        </ul>
      )}
      {rest > 0 && (
        <Floating
          open={open}
          onOpenChange={setOpen}
          title={label}
          content={
            <ul className={css.items} aria-label={label}>
              {records.map((record) => (
                <li key={record.id} className={css.item}>
                  <ItemBody state={state} record={record} day={day} />
                </li>
              ))}
            </ul>
          }
        >
          <button type="button" className={css.rest}>
            {t('board.more', { count: rest })}
          </button>
        </Floating>
      )}
    </div>
  );
}

export interface GridProps {
  state: CalendarState;
  mondays: string[];
  /** The month that is shown; none for a week. */
  month: string | null;
  places: Map<string, RecordData[]>;
}

export function Grid({ state, mondays, month, places }: GridProps) {
  const { t } = useTranslation();
  const { locale } = useFormatContext();
  const words = (day: string, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options }).format(new Date(`${day}T12:00:00Z`));
  return (
    <div className={css.grid} role="grid" aria-label={t('board.calendarOf', { name: state.meta.plural })} data-week={month === null || undefined}>
      <div role="row" className={css.names}>
        {weekOf(mondays[0] as string).map((day) => (
          <span key={day} role="columnheader" className={css.weekday}>
            {words(day, { weekday: 'short' })}
          </span>
        ))}
      </div>
      {mondays.map((monday) => (
        <div key={monday} role="row" className={css.week}>
          {weekOf(monday).map((day) => (
            <Day
              key={day}
              state={state}
              day={day}
              label={words(day, { month: 'long', day: 'numeric', weekday: 'short' })}
              outside={month !== null && monthOf(day) !== month}
              all={month === null}
              records={places.get(day) ?? []}
            />
          ))}
        </div>
      ))}
    </div>
  );
}
