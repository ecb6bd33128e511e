/** Items of a timeline by the day on which they happened, newest first, as they come. */
import type { TimelineItem } from '@/api/types';
import { dayOf } from '@/fields/format/date';

const KEPT_BY_FOLLOW_UPS = new Set(['last_follow_up_at', 'next_follow_up_at']);

/** A follow-up moves the dates of its record; the stream shows the follow-up and not its echo. */
export function withoutEchoes(items: TimelineItem[]): TimelineItem[] {
  return items.filter(({ type, changes }) => {
    if (type !== 'changed' || !changes.some((change) => change.field === 'last_follow_up_at')) return true;
    return changes.some((change) => !KEPT_BY_FOLLOW_UPS.has(change.field));
  });
}

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
