/** A month of the year: every day says whether it is worked. */
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { NamedDay } from './api';
import { daysOf, shift, weekdayOf } from './days';
import css from './WorkCalendar.module.css';

export interface MonthProps {
  year: number;
  month: number;
  week: number[];
  days: Map<string, NamedDay>;
  /** The day that is being looked at; the only one that Tab reaches. */
  current: string;
  today: string;
  onPick: (day: string) => void;
}

const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

export function Month({ year, month, week, days, current, today, onPick }: MonthProps) {
  const { t, i18n } = useTranslation();
  const all = daysOf(year, month);
  const first = new Date(`${all[0]}T00:00:00Z`);
  const name = first.toLocaleDateString(i18n.language, { month: 'long', timeZone: 'UTC' });
  const long = (day: string) => new Date(`${day}T00:00:00Z`).toLocaleDateString(i18n.language, { month: 'long', day: 'numeric', weekday: 'long', timeZone: 'UTC' });
  const step = (event: KeyboardEvent, day: string) => {
    const by = STEPS[event.key];
    if (!by) return;
    event.preventDefault();
    const next = shift(day, by);
    if (!next.startsWith(`${year}-`)) return;
    onPick(next);
    document.getElementById(`day-${next}`)?.focus();
  };
  return (
    <section className={css.month} aria-label={name}>
      <h3 className={css.monthName}>{name}</h3>
      <div className={css.days}>
        {[1, 2, 3, 4, 5, 6, 7].map((day) => (
          <span key={day} className={css.weekday} aria-hidden>
            {t(`workdays.short.${day as 1}`)}
          </span>
        ))}
        {all.map((day, at) => {
          const named = days.get(day);
          const usual = week.includes(weekdayOf(day));
          const works = named?.works ?? usual;
          return (
            <button
              key={day}
              id={`day-${day}`}
              type="button"
              className={css.day}
              style={at === 0 ? { gridColumnStart: weekdayOf(day) } : undefined}
              data-off={!works || undefined}
              data-differs={works !== usual || (named !== undefined && !works) || undefined}
              data-today={day === today || undefined}
              aria-pressed={day === current}
              aria-label={[long(day), t(works ? 'workdays.works' : 'workdays.off'), named?.name].filter(Boolean).join(t('common.comma'))}
              tabIndex={day === current ? 0 : -1}
              onClick={() => onPick(day)}
              onKeyDown={(event) => step(event, day)}
            >
              {Number(day.slice(8))}
            </button>
          );
        })}
      </div>
    </section>
  );
}
