/** Dates in a filter: a period in words ("this month", "last 7 days"), or days from the calendar. */
import { useTranslation } from 'react-i18next';
import type { FilterEditorProps } from '../types';
import DateEditor from './DateEditor';
import css from './editors.module.css';

const PERIODS = [
  'today',
  'yesterday',
  'tomorrow',
  'this_week',
  'last_week',
  'next_week',
  'this_month',
  'last_month',
  'next_month',
  'this_quarter',
  'this_year',
] as const;
export const COUNTED = ['last_days', 'next_days'] as const;
const DAYS = [3, 7, 14, 30, 90];

type Counted = Partial<Record<(typeof COUNTED)[number], number>>;

function PeriodFilter({ field, value, onChange }: FilterEditorProps) {
  const { t } = useTranslation();
  const counted = typeof value === 'object' && value !== null ? (value as Counted) : {};
  const key = (entry: unknown) => JSON.stringify(entry);
  const entries: { value: unknown; label: string }[] = [
    ...PERIODS.map((name) => ({ value: name as unknown, label: t(`fields.period.${name}`) })),
    ...COUNTED.flatMap((name) =>
      DAYS.map((count) => ({ value: { [name]: count } as unknown, label: t(`fields.period.${name}`, { count }) })),
    ),
  ];
  const current = typeof value === 'string' ? value : counted;
  return (
    <div className={css.checks} role="radiogroup" aria-label={field.label}>
      {entries.map((entry) => (
        <label key={key(entry.value)} className={css.check}>
          <input
            type="radio"
            className={css.tick}
            name={`period-${field.name}`}
            checked={key(entry.value) === key(current)}
            onChange={() => onChange(entry.value)}
          />
          {entry.label}
        </label>
      ))}
    </div>
  );
}

export default function DateFilter(props: FilterEditorProps) {
  const { field, op, value, onChange } = props;
  const { t } = useTranslation();
  if (op === 'within') return <PeriodFilter {...props} />;
  const withTime = field.kind === 'datetime';
  const editor = (one: unknown, set: (next: unknown) => void) => (
    <DateEditor field={{ ...field, min: null, max: null }} withTime={withTime} value={typeof one === 'string' ? one : null} onChange={set} />
  );
  if (op !== 'between') return editor(value, onChange);
  const [from, to] = Array.isArray(value) ? value : [];
  return (
    <div className={css.pair}>
      {editor(from, (next) => onChange([next, to]))}
      <span>{t('fields.to')}</span>
      {editor(to, (next) => onChange([from, next]))}
    </div>
  );
}
