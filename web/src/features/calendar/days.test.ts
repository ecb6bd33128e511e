import { describe, expect, it } from 'vitest';
import type { RecordData } from '@/api/types';
import { addDays, addMonths, mondayOf, placed, shift, shifted, spanOf, startOn, weekFilter, weekday, weeksOf } from './days';

const row = (id: string, values: Record<string, unknown>): RecordData => ({ id, object: 'task', version: 1, created_at: '', updated_at: '', ...values });
const due = { date: 'due', end: null };
const ids = (map: Map<string, RecordData[]>, day: string) => map.get(day)?.map((one) => one.id);

describe('days and weeks', () => {
  it('go over the ends of months and years', () => {
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2027-01-01', -1)).toBe('2026-12-31');
    expect(addMonths('2026-11-20', 1)).toBe('2026-12-01');
    expect(addMonths('2026-01-31', -1)).toBe('2025-12-01');
    expect(weekday('2026-11-20')).toBe(4);
    expect(weekday('1969-12-29')).toBe(0);
    expect(mondayOf('2026-11-22')).toBe('2026-11-16');
    expect(mondayOf('2026-11-23')).toBe('2026-11-23');
  });

  it('make up a month with the days around it', () => {
    expect(weeksOf('2026-11-20')).toEqual(['2026-10-26', '2026-11-02', '2026-11-09', '2026-11-16', '2026-11-23', '2026-11-30']);
    expect(weeksOf('2027-02-10')).toEqual(['2027-02-01', '2027-02-08', '2027-02-15', '2027-02-22']);
  });
});

describe('records on days', () => {
  const days = ['2026-10-31', '2026-11-01', '2026-11-02'];

  it('stand on the day in the zone of the person, in the order of time', () => {
    const rows = [row('late', { due: '2026-10-31T17:30:00Z' }), row('early', { due: '2026-10-31T16:00:00Z' }), row('before', { due: '2026-10-31T15:59:00Z' }), row('none', { due: null })];
    const shanghai = placed(rows, days, due, 'Asia/Shanghai');
    expect(ids(shanghai, '2026-10-31')).toEqual(['before']);
    expect(ids(shanghai, '2026-11-01')).toEqual(['early', 'late']);
    expect(ids(placed(rows, days, due, 'America/New_York'), '2026-10-31')).toEqual(['before', 'early', 'late']);
    expect(ids(placed([row('day', { due: '2026-11-01' })], days, due, 'America/New_York'), '2026-11-01')).toEqual(['day']);
  });

  it('last from the first day to the last, also over the end of a month, and appear once', () => {
    const dates = { date: 'from', end: 'to' };
    const rows = [row('a', { from: '2026-10-31', to: '2026-11-02' }), row('b', { from: '2026-11-01', to: '2026-10-01' }), row('c', { from: '2026-11-02', to: null })];
    const map = placed([...rows, ...rows], days, dates, 'UTC');
    expect(days.map((day) => ids(map, day))).toEqual([['a'], ['a', 'b'], ['a', 'c']]);
    expect(spanOf(row('x', { from: null }), dates, 'UTC')).toBeNull();
  });

  it('are asked for by the week, with those that began before and last into it', () => {
    expect(weekFilter(due, '2026-11-30')).toEqual({ and: [{ field: 'due', op: 'gte', value: '2026-11-30' }, { field: 'due', op: 'lte', value: '2026-12-06' }] });
    expect(weekFilter({ date: 'from', end: 'to' }, '2026-11-30')).toMatchObject({ or: [{}, { and: [{ op: 'lt', value: '2026-11-30' }, { field: 'to', op: 'gte' }] }] });
  });
});

describe('moving', () => {
  it('keeps the time on the wall where the clocks change', () => {
    // New York leaves daylight saving on 1 November 2026: 9:00 is 13:00 UTC before and 14:00 after.
    expect(shift('2026-10-31T13:00:00.000Z', 1, 'America/New_York')).toBe('2026-11-01T14:00:00.000Z');
    expect(shift('2026-10-31T13:00:00.000Z', 1, 'Asia/Shanghai')).toBe('2026-11-01T13:00:00.000Z');
    expect(shift('2026-12-31', 1, 'UTC')).toBe('2027-01-01');
    // 23:30 in Shanghai stays the last half hour of the day.
    expect(shift('2026-11-30T15:30:00.000Z', 1, 'Asia/Shanghai')).toBe('2026-12-01T15:30:00.000Z');
  });

  it('takes the end along', () => {
    const record = row('a', { from: '2026-11-29', to: '2026-12-01' });
    expect(shifted(record, { date: 'from', end: 'to' }, 3, 'UTC')).toEqual({ from: '2026-12-02', to: '2026-12-04' });
    expect(shifted(row('b', { from: '2026-11-29', to: null }), { date: 'from', end: 'to' }, 1, 'UTC')).toEqual({ from: '2026-11-30' });
  });

  it('begins new records in the morning', () => {
    expect(startOn('2026-11-20', false, 'Asia/Shanghai')).toBe('2026-11-20');
    expect(startOn('2026-11-20', true, 'Asia/Shanghai')).toBe('2026-11-20T01:00:00.000Z');
  });
});
