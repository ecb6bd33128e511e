/** How much of an amount is reached, with a mark where it should be by now. A picture: the numbers stand beside it. */
import type { GoalProgress, GoalRow } from './api';
import { paceOf, shareOf, standingOf } from './figures';
import css from './GoalBar.module.css';

export interface GoalBarProps {
  goal: Pick<GoalProgress, 'days' | 'days_begun'>;
  row: Pick<GoalRow, 'percent'>;
  large?: boolean;
}

export function GoalBar({ goal, row, large = false }: GoalBarProps) {
  const pace = paceOf(goal);
  return (
    <span className={css.bar} data-large={large || undefined} data-standing={standingOf(goal, row)} aria-hidden>
      <span className={css.track}>
        <i style={{ width: `${shareOf(row)}%` }} />
      </span>
      {pace > 0 && pace < 100 && <b style={{ left: `${pace}%` }} />}
    </span>
  );
}
