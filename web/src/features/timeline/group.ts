/** Items of a timeline by the day on which they happened, newest first, as they come. */
import { dayOf } from '@/fields/format/date';

export interface DayGroup<T> {
  day: string;
  items: T[];
}

export function groupByDay<T extends { at: string }>(items: T[], zone: string): DayGroup<T>[] {
  const groups: DayGroup<T>[] = [];
  for (const item of items) {
    const day = dayOf(item.at, zone);
    const last = groups.at(-1);
    if (last?.day === day) last.items.push(item);
    else groups.push({ day, items: [item] });
  }
  return groups;
}
