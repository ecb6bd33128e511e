/** One goal in its period: the own bar first, then departments and people in a table. */
import { useTranslation } from 'react-i18next';
import { useFormatContext } from '@/fields/context';
import { formatDecimal } from '@/fields/format/number';
import { titleOf } from '@/features/groups/spans';
import { Notice } from '@/ui/Notice';
import type { GoalProgress, GoalRow } from './api';
import { exactOf, percentOf, shortOf } from './figures';
import { GoalBar } from './GoalBar';
import { GoalTable } from './GoalTable';
import { Reached, useNameOf } from './Reached';
import css from './Goals.module.css';

/** What is missing, and how much of it for each day that is left. */
function Missing({ goal, row }: { goal: GoalProgress; row: GoalRow }) {
  const { t } = useTranslation();
  const context = useFormatContext();
  if (row.missing === null) return t(goal.problem ? 'goals.unavailable' : 'goals.mixed');
  if (Number(row.missing) <= 0) return t('goals.done');
  const missing = shortOf(goal, row.missing, context);
  if (row.per_day === null) return t('goals.missing', { missing });
  return t('goals.missingPerDay', { missing, each: shortOf(goal, row.per_day, context) });
}

function Large({ goal, row }: { goal: GoalProgress; row: GoalRow }) {
  const { t } = useTranslation();
  const context = useFormatContext();
  const nameOf = useNameOf();
  return (
    <li className={css.large}>
      <span className={css.who}>{row.own ? t('goals.mine') : nameOf(row)}</span>
      <span className={css.percent}>{percentOf(row)}</span>
      <span className={css.wide}>
        <GoalBar goal={goal} row={row} large />
      </span>
      <span className={css.have}>
        <Reached goal={goal} row={row} />
        <span title={exactOf(goal, row.target)}>/ {shortOf(goal, row.target, context)}</span>
      </span>
      <span className={css.missing}>
        <Missing goal={goal} row={row} />
      </span>
    </li>
  );
}

export function GoalSection({ goal, today }: { goal: GoalProgress; today: string }) {
  const { t } = useTranslation();
  const { locale } = useFormatContext();
  const { rows } = goal;
  const own = rows.find((row) => row.own);
  // Whoever leads sees what they lead first: the company or the highest departments.
  const top = rows.filter((row) => row.party !== 'person' && row.depth === 0);
  const shown = [...top, ...(own ? [own] : [])];
  const running = goal.days_begun > 0 && today <= goal.ends_on;
  return (
    <section className={css.goal} aria-label={goal.name}>
      <header className={css.head}>
        <h2>{goal.name}</h2>
        <span className={css.meta}>
          {titleOf(goal.starts_on, goal.cycle, locale, t).name}
          {running && ` · ${t('goals.passed', { begun: formatDecimal(String(goal.days_begun)), days: formatDecimal(String(goal.days)) })}`}
        </span>
      </header>
      {goal.problem && <Notice tone="warn">{t('goals.unavailable')}</Notice>}
      <ul className={css.own}>
        {shown.map((row) => (
          <Large key={row.id ?? ''} goal={goal} row={row} />
        ))}
      </ul>
      {rows.length > shown.length && <GoalTable goal={goal} />}
    </section>
  );
}
