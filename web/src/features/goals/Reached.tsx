/** Who has an amount, and what they have reached. */
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFormatContext } from '@/fields/context';
import type { GoalProgress, GoalRow } from './api';
import { exactOf, shortOf } from './figures';

export function useNameOf() {
  const { t } = useTranslation();
  return (row: Pick<GoalRow, 'party' | 'name'>): string => (row.party === 'company' ? t('goals.company') : (row.name ?? t('goals.gone')));
}

/** What has been reached, as the way to exactly these records. */
export function Reached({ goal, row }: { goal: GoalProgress; row: GoalRow }) {
  const { t } = useTranslation();
  const context = useFormatContext();
  const nameOf = useNameOf();
  const text = shortOf(goal, row.reached, context);
  if (!row.filter || row.reached === null) return <span title={goal.problem ? undefined : t('goals.mixed')}>{text}</span>;
  const label = t('goals.recordsOf', { name: nameOf(row), amount: text });
  return (
    <Link to="/o/$object" params={{ object: goal.object }} search={{ view: 'all', filter: row.filter } as never} title={exactOf(goal, row.reached)} aria-label={label}>
      {text}
    </Link>
  );
}
