import { expect, it } from 'vitest';
import { daysOf, shift, weekdayOf, withDay, withYear, workingDays } from './days';

const WEEK = [1, 2, 3, 4, 5];

it('counts days without any zone', () => {
  expect(weekdayOf('2026-11-22')).toBe(7);
  expect(shift('2026-03-01', -1)).toBe('2026-02-28');
  expect(daysOf(2028, 1)).toHaveLength(29);
});

it('keeps only days that say something, in order', () => {
  const off = { day: '2026-10-01', works: false, name: '' };
  const made = { day: '2026-09-20', works: true, name: '' };
  const days = withDay(withDay([], WEEK, off), WEEK, made);
  expect(days).toEqual([made, off]);
  expect(withDay(days, WEEK, { ...off, works: true })).toEqual([made]);
  expect(withDay(days, WEEK, { ...off, works: true, name: '店庆' })).toHaveLength(2);
  expect(withYear([{ ...off, day: '2025-10-01' }, off], 2026, [made]).map((one) => one.day)).toEqual(['2025-10-01', '2026-09-20']);
});

it('counts the working days of a year', () => {
  expect(workingDays(2026, WEEK, new Map())).toBe(261);
  const days = [{ day: '2026-01-01', works: false, name: '' }, { day: '2026-01-04', works: true, name: '' }, { day: '2026-01-02', works: false, name: '' }];
  expect(workingDays(2026, WEEK, new Map(days.map((one) => [one.day, one])))).toBe(260);
});
