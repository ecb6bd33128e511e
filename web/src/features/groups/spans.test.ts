import { describe, expect, it } from 'vitest';
import en from '@/i18n/en/pages/groups.json';
import zh from '@/i18n/zh-CN/pages/groups.json';
import { field } from '@/test/fields';
import { firstOf, grainOf, GRAINS, lastOf, spanOf, titleOf, weekOf } from './spans';

describe('spans of days', () => {
  it('are known by their first day', () => {
    const firsts = (day: string) => GRAINS.map((grain) => firstOf(day, grain));
    expect(firsts('2026-11-22')).toEqual(['2026-11-22', '2026-11-16', '2026-11-01', '2026-10-01', '2026-01-01']);
    expect(firsts('2021-01-03')).toEqual(['2021-01-03', '2020-12-28', '2021-01-01', '2021-01-01', '2021-01-01']);
    expect(firsts('2024-12-31')).toEqual(['2024-12-31', '2024-12-30', '2024-12-01', '2024-10-01', '2024-01-01']);
    expect(firsts('0001-01-01')).toEqual(Array(5).fill('0001-01-01'));
  });

  it('end before the next one begins', () => {
    const lasts = (first: string) => GRAINS.map((grain) => lastOf(firstOf(first, grain), grain));
    expect(lasts('2024-02-29')).toEqual(['2024-02-29', '2024-03-03', '2024-02-29', '2024-03-31', '2024-12-31']);
    expect(lasts('2026-12-31')).toEqual(['2026-12-31', '2027-01-03', '2026-12-31', '2026-12-31', '2026-12-31']);
    expect(lasts('9999-12-31')[2]).toBe('9999-12-31');
  });

  it('hold a moment by the day of the zone, summer time or not', () => {
    const day = (value: string | null, zone: string) => spanOf(value, { grain: 'day', zone });
    expect(day('2026-11-30T15:59:59Z', 'Asia/Shanghai')).toBe('2026-11-30');
    expect(day('2026-11-30T16:00:00Z', 'Asia/Shanghai')).toBe('2026-12-01');
    expect(day('2026-12-31T18:14:59Z', 'Asia/Kathmandu')).toBe('2026-12-31');
    expect(day('2026-12-31T18:15:00Z', 'Asia/Kathmandu')).toBe('2027-01-01');
    expect(day('2026-03-09T03:59:59Z', 'America/New_York')).toBe('2026-03-08');
    expect(day('2026-11-02T04:59:59Z', 'America/New_York')).toBe('2026-11-01');
    expect(day('2026-11-30', 'America/New_York')).toBe('2026-11-30');
    expect(day('0001-02-03T08:00:00Z', 'UTC')).toBe('0001-02-03');
    expect(day(null, 'UTC')).toBeNull();
  });

  it('have weeks as ISO 8601 counts them', () => {
    const week = (day: string) => Object.values(weekOf(firstOf(day, 'week'))).join('-');
    expect(['2020-12-31', '2021-01-03', '2021-01-04', '2024-12-30', '2026-11-22', '2027-01-03'].map(week)).toEqual(['2020-53', '2020-53', '2021-1', '2025-1', '2026-47', '2026-53']);
  });

  it('are there for dates alone, months when nothing was chosen', () => {
    expect([grainOf(field('date'), null), grainOf(field('datetime'), 'week'), grainOf(field('choice'), 'week')]).toEqual(['month', 'week', null]);
  });
});

describe('the names of spans', () => {
  const texts = { 'zh-CN': zh, en };
  const names = (locale: 'zh-CN' | 'en') => {
    const t: Parameters<typeof titleOf>[3] = (key, values) => texts[locale][key === 'groups.week' ? 'week' : 'quarter'].replace(/{{(\w+)}}/g, (_, name: string) => String(values[name]));
    return GRAINS.map((grain) => titleOf(firstOf('2026-11-22', grain), grain, locale, t));
  };

  it('are those of the language', () => {
    expect(names('zh-CN').map(({ name }) => name)).toEqual(['2026年11月22日周日', '2026年第47周', '2026年11月', '2026年第4季度', '2026年']);
    expect(names('en').map(({ name }) => name)).toEqual(['Sun, Nov 22, 2026', 'Week 47, 2026', 'Nov 2026', 'Q4 2026', '2026']);
  });

  it('say of a week from when to when it lasts', () => {
    expect(names('en').map(({ days }) => days)).toEqual([undefined, 'Nov 16 – Nov 22', undefined, undefined, undefined]);
    expect(names('zh-CN')[1]?.days).toBe('11月16日 – 11月22日');
  });
});
