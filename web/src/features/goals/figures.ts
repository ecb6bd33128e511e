/** The numbers of goals in words and in shares of a bar. */
import { formatDecimal, compactMoney, formatMoney } from '@/fields/format/number';
import type { FormatContext } from '@/fields/types';
import { firstOf, lastOf } from '@/features/groups/spans';
import type { Cycle, GoalProgress, GoalRow } from './api';

type Counted = Pick<GoalProgress, 'currency'>;

/** An amount in short, as it stands beside a bar; a dash where there is none. */
export function shortOf({ currency }: Counted, amount: string | null, context: FormatContext): string {
  if (amount === null) return '—';
  return currency ? compactMoney({ amount, currency }, context) : formatDecimal(amount);
}

/** An amount to the last digit. */
export function exactOf({ currency }: Counted, amount: string | null): string {
  if (amount === null) return '—';
  return currency ? formatMoney({ amount, currency }) : formatDecimal(amount);
}

export const percentOf = (row: Pick<GoalRow, 'percent'>): string => (row.percent === null ? '—' : `${formatDecimal(row.percent)}%`);

/** How much of the bar is filled, and where it should be by now; both in hundredths. */
export const shareOf = (row: Pick<GoalRow, 'percent'>): number => Math.min(100, Math.max(0, Number(row.percent ?? 0)));
export const paceOf = ({ days, days_begun }: Pick<GoalProgress, 'days' | 'days_begun'>): number => (100 * days_begun) / days;

export type Standing = 'done' | 'ahead' | 'behind' | 'none';

/** Whether somebody is where they should be by now. */
export function standingOf(goal: Pick<GoalProgress, 'days' | 'days_begun'>, row: Pick<GoalRow, 'percent'>): Standing {
  if (row.percent === null) return 'none';
  if (Number(row.percent) >= 100) return 'done';
  return Number(row.percent) >= paceOf(goal) ? 'ahead' : 'behind';
}

/** A day of the period before, or of the one after. */
export function stepFrom(day: string, step: Cycle, by: -1 | 1): string {
  const first = firstOf(day, step);
  const edge = new Date(`${by === 1 ? lastOf(first, step) : first}T00:00:00Z`);
  edge.setUTCDate(edge.getUTCDate() + by);
  return firstOf(edge.toISOString().slice(0, 10), step);
}
