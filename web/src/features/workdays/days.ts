/** Days as texts such as `2026-10-01`, which is how the server writes them: no zone can move them. */
import type { NamedDay } from './api';

const DAY = 86_400_000;

const at = (day: string) => Date.parse(`${day}T00:00:00Z`);
const text = (time: number) => new Date(time).toISOString().slice(0, 10);

/** Monday is 1, Sunday is 7. */
export function weekdayOf(day: string): number {
  return new Date(at(day)).getUTCDay() || 7;
}

export function shift(day: string, by: number): string {
  return text(at(day) + by * DAY);
}

/** The days of a month, counted from 0. */
export function daysOf(year: number, month: number): string[] {
  const first = text(Date.UTC(year, month, 1));
  const count = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Array.from({ length: count }, (_, nth) => shift(first, nth));
}

/** The days with this one in place of what stood for it; left out when it says nothing. */
export function withDay(days: NamedDay[], week: number[], changed: NamedDay): NamedDay[] {
  const rest = days.filter((one) => one.day !== changed.day);
  const plain = week.includes(weekdayOf(changed.day)) === changed.works && changed.name === '';
  return plain ? rest : [...rest, changed].sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** The days of other years, and these. */
export function withYear(days: NamedDay[], year: number, known: NamedDay[]): NamedDay[] {
  const others = days.filter((one) => !one.day.startsWith(`${year}-`));
  return [...others, ...known].sort((a, b) => (a.day < b.day ? -1 : 1));
}

export function workingDays(year: number, week: number[], days: Map<string, NamedDay>): number {
  const all = Array.from({ length: 12 }, (_, month) => daysOf(year, month)).flat();
  return all.filter((day) => days.get(day)?.works ?? week.includes(weekdayOf(day))).length;
}
