/** Spans of days that records stand together by. A span is known by its first day, as the server has it. */
import type { Field, FieldValue, Locale } from '@/api/types';
import { dayNumber, dayOf } from '@/fields/format/date';
import type { Grain } from '@/features/list/search';

export const GRAINS: Grain[] = ['day', 'week', 'month', 'quarter', 'year'];

export interface Spans {
  grain: Grain;
  /** The company's: a day of a group is a day there. */
  zone: string;
}

export const hasDays = (field: Field): boolean => field.kind === 'date' || field.kind === 'datetime';

/** The spans of a list that is grouped by this field; nothing where it has no days. */
export const grainOf = (field: Field, grain: Grain | null): Grain | null => (hasDays(field) ? (grain ?? 'month') : null);

const at = (day: string) => new Date(`${day}T00:00:00Z`);
const text = (date: Date) => date.toISOString().slice(0, 10);
const quarterOf = (date: Date) => Math.floor(date.getUTCMonth() / 3);

function moved(day: string, move: (date: Date) => number): string {
  const date = at(day);
  move(date);
  return text(date);
}

export function firstOf(day: string, grain: Grain): string {
  if (grain === 'day') return day;
  if (grain === 'week') return moved(day, (date) => date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7)));
  if (grain === 'month') return moved(day, (date) => date.setUTCDate(1));
  return moved(day, (date) => date.setUTCMonth(grain === 'quarter' ? quarterOf(date) * 3 : 0, 1));
}

export function lastOf(first: string, grain: Grain): string {
  if (grain === 'day') return first;
  if (grain === 'week') return moved(first, (date) => date.setUTCDate(date.getUTCDate() + 6));
  const months = { month: 1, quarter: 3, year: 12 }[grain];
  return moved(first, (date) => date.setUTCMonth(date.getUTCMonth() + months, 0));
}

/** The span that a value lies in. */
export function spanOf(value: FieldValue, { grain, zone }: Spans): string | null {
  return typeof value === 'string' && value !== '' ? firstOf(dayOf(value, zone).padStart(10, '0'), grain) : null;
}

/** The year and number of a week: the year is that of its Thursday. */
export function weekOf(monday: string): { year: number; week: number } {
  const thursday = moved(monday, (date) => date.setUTCDate(date.getUTCDate() + 3));
  const year = thursday.slice(0, 4);
  return { year: Number(year), week: 1 + Math.floor((dayNumber(thursday) - dayNumber(`${year}-01-01`)) / 7) };
}

type Texts = (key: 'groups.quarter' | 'groups.week', values: Record<string, number>) => string;

/** The name of a span, and where it doesn't tell which days these are, from when to when. */
export function titleOf(first: string, grain: Grain, locale: Locale, t: Texts): { name: string; days?: string } {
  const date = at(first);
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options });
  const month = locale === 'en' ? 'short' : 'long';
  if (grain === 'day') return { name: format({ year: 'numeric', month, day: 'numeric', weekday: 'short' }).format(date) };
  if (grain === 'month') return { name: format({ year: 'numeric', month }).format(date) };
  if (grain === 'year') return { name: format({ year: 'numeric' }).format(date) };
  if (grain === 'quarter') return { name: t('groups.quarter', { year: date.getUTCFullYear(), quarter: quarterOf(date) + 1 }) };
  const day = (one: string) => format({ month, day: 'numeric' }).format(at(one));
  return { name: t('groups.week', weekOf(first)), days: `${day(first)} – ${day(lastOf(first, 'week'))}` };
}
