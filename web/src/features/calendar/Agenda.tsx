/** The days of a phone's calendar that have something on them, and today. */
import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RecordData } from '@/api/types';
import { useFormatContext } from '@/fields/context';
import { IconButton } from '@/ui/IconButton';
import type { CalendarState } from './Calendar';
import { ItemBody } from './Item';
import css from './calendar.module.css';

export interface AgendaProps {
  state: CalendarState;
  days: string[];
  places: Map<string, RecordData[]>;
  pending: boolean;
}

export function Agenda({ state, days, places, pending }: AgendaProps) {
  const { t } = useTranslation();
  const { locale } = useFormatContext();
  const { onCreate, today } = state;
  const shown = days.filter((day) => day === today || (places.get(day)?.length ?? 0) > 0);
  const words = (day: string) => new Intl.DateTimeFormat(locale, { timeZone: 'UTC', month: 'long', day: 'numeric', weekday: 'long' }).format(new Date(`${day}T12:00:00Z`));
  if (!pending && shown.length === 0) return <p className={css.nothing}>{t('board.nothing')}</p>;
  return (
    <div className={css.agenda}>
      {shown.map((day) => (
        <section key={day} aria-label={words(day)}>
          <header className={css.agendaHead} data-today={day === today || undefined}>
            <h3>{words(day)}</h3>
            {onCreate && (
              <IconButton size="touch" label={t('board.createOn', { object: state.meta.label, day: words(day) })} onClick={() => onCreate(day)}>
                <Plus size={16} strokeWidth={1.75} aria-hidden />
              </IconButton>
            )}
          </header>
          <ul className={css.items}>
            {(places.get(day) ?? []).map((record) => (
              <li key={record.id} className={css.item} data-item={record.id}>
                <ItemBody state={state} record={record} day={day} />
              </li>
            ))}
          </ul>
          {(places.get(day)?.length ?? 0) === 0 && <p className={css.free}>{t('board.free')}</p>}
        </section>
      ))}
    </div>
  );
}
