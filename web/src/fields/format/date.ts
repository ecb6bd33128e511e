/**
 * Dates in the person's zone, which need not be the browser's. A "wall" is what a clock on the wall
 * in that zone shows; the API only ever sees UTC instants and plain days.
 */
import type { FormatContext } from '../types';

export interface Wall {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function zoneFormat(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    const options: Intl.DateTimeFormatOptions = {
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      hourCycle: 'h23',
    };
    try {
      format = new Intl.DateTimeFormat('en-US', { ...options, timeZone: zone });
    } catch {
      format = new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' });
    }
    formats.set(zone, format);
  }
  return format;
}

export function wallOf(instant: number, zone: string): Wall {
  const wall: Wall = { year: 0, month: 0, day: 0, hour: 0, minute: 0 };
  for (const part of zoneFormat(zone).formatToParts(instant)) {
    if (part.type in wall) wall[part.type as keyof Wall] = Number(part.value);
  }
  return wall;
}

const asUtc = (wall: Wall) => Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute);

/** The instant at which the wall clock shows this; in a gap of daylight saving, the moment after. */
export function instantOf(wall: Wall, zone: string): number {
  const wanted = asUtc(wall);
  let guess = wanted;
  for (let i = 0; i < 2; i++) guess += wanted - asUtc(wallOf(guess, zone));
  return guess;
}

const two = (value: number) => String(value).padStart(2, '0');

const dayText = (wall: Wall): string => `${wall.year}-${two(wall.month)}-${two(wall.day)}`;
export const clockText = (wall: Wall): string => `${two(wall.hour)}:${two(wall.minute)}`;

/** Days from 1970 for a plain day, to count between days without any clock. */
export const dayNumber = (day: string): number => Math.round(Date.parse(`${day.slice(0, 10)}T00:00:00Z`) / 86_400_000);

/** "2026-01-31" or an instant, to the day in the person's zone. */
export function dayOf(value: string, zone: string): string {
  return value.length <= 10 ? value : dayText(wallOf(Date.parse(value), zone));
}

export const today = (context: FormatContext): string => dayText(wallOf(context.now, context.zone));

export function absolute(value: string, zone: string): string {
  if (value.length <= 10) return value;
  const wall = wallOf(Date.parse(value), zone);
  return `${dayText(wall)} ${clockText(wall)}`;
}

/** Words within 30 days ("yesterday", "in 3 days"), the date beyond. */
export function relative(value: string, context: FormatContext): string {
  const { t, zone } = context;
  const distance = dayNumber(dayOf(value, zone)) - dayNumber(today(context));
  const clock = value.length > 10 ? ` ${clockText(wallOf(Date.parse(value), zone))}` : '';
  if (distance === 0) return t('fields.date.today') + clock;
  if (distance === 1) return t('fields.date.tomorrow') + clock;
  if (distance === -1) return t('fields.date.yesterday') + clock;
  if (distance > 1 && distance <= 30) return t('fields.date.inDays', { count: distance });
  if (distance < -1 && distance >= -30) return t('fields.date.daysAgo', { count: -distance });
  return dayOf(value, zone);
}

/** Days since a date that should have been met: 0 is earlier today, null is not overdue. */
export function overdueDays(value: string, context: FormatContext): number | null {
  const past = value.length > 10 ? Date.parse(value) < context.now : value < today(context);
  return past ? dayNumber(today(context)) - dayNumber(dayOf(value, context.zone)) : null;
}

/** A heading for one day of a timeline: today, yesterday, or the date with its weekday. */
export function dayHeading(value: string, context: FormatContext): string {
  const { t, zone } = context;
  const day = dayOf(value, zone);
  const distance = dayNumber(day) - dayNumber(today(context));
  if (distance === 0) return t('fields.date.today');
  if (distance === -1) return t('fields.date.yesterday');
  const date = new Date(`${day}T12:00:00Z`);
  const thisYear = day.slice(0, 4) === today(context).slice(0, 4);
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(context.locale, { timeZone: 'UTC', ...options }).format(date);
  const dayAndMonth: Intl.DateTimeFormatOptions = { year: thisYear ? undefined : 'numeric', month: 'long', day: 'numeric' };
  // Chinese sets the weekday right against the date; every other language knows its own order.
  return context.locale === 'en' ? part({ ...dayAndMonth, weekday: 'long' }) : `${part(dayAndMonth)} ${part({ weekday: 'long' })}`;
}

/** What people type for a day: 2026-1-5, 2026/1/5, 20260105, 1-5 (this year). */
export function parseDay(text: string, context: FormatContext): string | null {
  const clean = text.trim().replace(/[\u5e74\u6708./]/g, '-').replace(/\u65e5/g, '');
  let match = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(clean) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(clean);
  if (!match) {
    const short = /^(\d{1,2})-(\d{1,2})$/.exec(clean);
    if (short) match = [clean, today(context).slice(0, 4), short[1] ?? '', short[2] ?? ''] as unknown as RegExpExecArray;
  }
  if (!match) return null;
  const day = `${match[1]}-${two(Number(match[2]))}-${two(Number(match[3]))}`;
  const date = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== day ? null : day;
}

/** A day and a time; without a time, nine in the morning: the hour at which people are called. */
export function parseInstant(text: string, context: FormatContext): string | null {
  const match = /^(.*?)(?:[ T]+(\d{1,2})[:：](\d{2})(?::\d{2})?)?$/.exec(text.trim());
  const day = parseDay(match?.[1] ?? '', context);
  if (!day) return null;
  const hour = match?.[2] ? Number(match[2]) : 9;
  const minute = match?.[3] ? Number(match[3]) : 0;
  if (hour > 23 || minute > 59) return null;
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(instantOf({ year, month, day: date, hour, minute }, context.zone)).toISOString();
}
