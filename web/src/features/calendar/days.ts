/** Days of a calendar and the records on them. Days are texts like 2026-01-31, in the person's zone; no clock, no requests. */
import type { Filter, RecordData } from '@/api/types';
import { dayNumber, dayOf, instantOf, wallOf } from '@/fields/format/date';

const MS = 86_400_000;

export const addDays = (day: string, by: number): string => new Date((dayNumber(day) + by) * MS).toISOString().slice(0, 10);

/** 0 for Monday to 6 for Sunday. */
export const weekday = (day: string): number => (dayNumber(day) + 3) % 7;

export const mondayOf = (day: string): string => addDays(day, -weekday(day));

export const monthOf = (day: string): string => day.slice(0, 7);

/** The first day of a month some months away. */
export function addMonths(day: string, by: number): string {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 + by, 1)).toISOString().slice(0, 10);
}

export const weekOf = (monday: string): string[] => Array.from({ length: 7 }, (_, at) => addDays(monday, at));

/** Mondays of the weeks that a month touches. */
export function weeksOf(day: string): string[] {
  const first = `${monthOf(day)}-01`;
  const weeks: string[] = [];
  for (let monday = mondayOf(first); monday < addMonths(first, 1); monday = addDays(monday, 7)) weeks.push(monday);
  return weeks;
}

export interface Dates {
  date: string;
  end: string | null;
}

/** Records with a day in the week. The server takes a day against a moment as the whole day in the caller's zone. */
export function weekFilter({ date, end }: Dates, monday: string): Filter {
  const sunday = addDays(monday, 6);
  const starts: Filter = { and: [{ field: date, op: 'gte', value: monday }, { field: date, op: 'lte', value: sunday }] };
  if (!end) return starts;
  return { or: [starts, { and: [{ field: date, op: 'lt', value: monday }, { field: end, op: 'gte', value: monday }] }] };
}

/** First and last day of a record; an end before the beginning is as none. */
export function spanOf(record: RecordData, { date, end }: Dates, zone: string): [string, string] | null {
  const from = record[date];
  if (typeof from !== 'string' || !from) return null;
  const first = dayOf(from, zone);
  const until = end ? record[end] : null;
  const last = typeof until === 'string' && until ? dayOf(until, zone) : first;
  return [first, last < first ? first : last];
}

/** The records of each of the days: those with a time in its order, behind those that last from earlier. */
export function placed(records: RecordData[], days: string[], dates: Dates, zone: string): Map<string, RecordData[]> {
  const places = new Map<string, RecordData[]>(days.map((day) => [day, []]));
  const seen = new Set<string>();
  for (const record of records) {
    const span = spanOf(record, dates, zone);
    if (!span || seen.has(record.id)) continue;
    seen.add(record.id);
    for (const day of days) if (day >= span[0] && day <= span[1]) places.get(day)?.push(record);
  }
  const key = (record: RecordData) => String(record[dates.date]);
  const moment = (text: string) => (text.length > 10 ? Date.parse(text) : dayNumber(text) * MS);
  for (const list of places.values()) list.sort((a, b) => moment(key(a)) - moment(key(b)) || (a.id < b.id ? -1 : 1));
  return places;
}

/** A day or moment some days away; a moment keeps its time on the wall, also where the clocks change. */
export function shift(value: string, by: number, zone: string): string {
  if (value.length <= 10) return addDays(value, by);
  const wall = wallOf(Date.parse(value), zone);
  const [year = 0, month = 1, day = 1] = addDays(dayOf(value, zone), by).split('-').map(Number);
  const seconds = Date.parse(value) % 60_000;
  return new Date(instantOf({ ...wall, year, month, day }, zone) + seconds).toISOString();
}

/** The values that a record has to get so that it begins some days later; what lasts, lasts as long as before. */
export function shifted(record: RecordData, { date, end }: Dates, by: number, zone: string): Record<string, string> {
  const change: Record<string, string> = {};
  for (const name of end ? [date, end] : [date]) {
    const value = record[name];
    if (typeof value === 'string' && value) change[name] = shift(value, by, zone);
  }
  return change;
}

/** What a new record begins with on a day: nine in the morning, where a time is asked for. */
export function startOn(day: string, withTime: boolean, zone: string): string {
  if (!withTime) return day;
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(instantOf({ year, month, day: date, hour: 9, minute: 0 }, zone)).toISOString();
}
