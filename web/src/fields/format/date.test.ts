import { describe, expect, it } from 'vitest';
import { context, NOW } from '@/test/fields';
import { absolute, dayHeading, dayOf, instantOf, overdueDays, parseDay, parseInstant, relative, wallOf } from './date';

describe('the clock on the wall', () => {
  it('is that of the person, not of the machine', () => {
    expect(absolute('2026-11-20T16:05:00Z', 'Asia/Shanghai')).toBe('2026-11-21 00:05');
    expect(absolute('2026-11-20T16:05:00Z', 'America/New_York')).toBe('2026-11-20 11:05');
    expect(dayOf('2026-11-20T16:05:00Z', 'Asia/Shanghai')).toBe('2026-11-21');
  });

  it('goes back to the instant, over changes of daylight saving too', () => {
    for (const zone of ['Asia/Shanghai', 'America/New_York', 'Europe/Berlin', 'Asia/Kathmandu']) {
      for (let month = 0; month < 12; month++) {
        const instant = Date.UTC(2026, month, 28, 13, 45);
        expect(instantOf(wallOf(instant, zone), zone)).toBe(instant);
      }
    }
  });

  it('takes an unknown zone for UTC instead of failing', () => {
    expect(absolute('2026-11-20T16:05:00Z', 'Mars/Olympus')).toBe('2026-11-20 16:05');
  });
});

describe('words for dates', () => {
  it('are near to thirty days, and dates beyond', () => {
    const at = (value: string) => relative(value, context());
    expect(at('2026-11-20T09:00:00Z')).toBe('今天 17:00');
    expect(at('2026-11-21')).toBe('明天');
    expect(at('2026-11-19')).toBe('昨天');
    expect(at('2026-11-25')).toBe('5 天后');
    expect(at('2026-10-21')).toBe('30 天前');
    expect(at('2026-10-20')).toBe('2026-10-20');
  });

  it('count the days by the calendar, not by hours', () => {
    // Half past midnight tomorrow is 14 hours away and still "tomorrow".
    expect(relative('2026-11-20T16:30:00Z', context())).toBe('明天 00:30');
  });

  it('know when a deadline has passed', () => {
    expect(overdueDays('2026-11-20T02:00:00Z', context())).toBe(0);
    expect(overdueDays('2026-11-20T03:00:00Z', context())).toBeNull();
    expect(overdueDays('2026-11-17', context())).toBe(3);
    expect(overdueDays('2026-11-20', context())).toBeNull();
  });

  it('head the days of a timeline', () => {
    expect(dayHeading(new Date(NOW).toISOString(), context())).toBe('今天');
    expect(dayHeading('2026-11-18T02:00:00Z', context())).toBe('11月18日 星期三');
    expect(dayHeading('2025-01-02T02:00:00Z', context())).toBe('2025年1月2日 星期四');
    expect(dayHeading('2026-11-18T02:00:00Z', { ...context(), locale: 'en' })).toBe('Wednesday, November 18');
    expect(dayHeading('2025-01-02T02:00:00Z', { ...context(), locale: 'en' })).toBe('Thursday, January 2, 2025');
  });
});

describe('typed dates', () => {
  it('are read as people write them', () => {
    for (const text of ['2026-1-5', '2026/01/05', '2026.1.5', '20260105', '2026年1月5日', '1-5']) {
      expect(parseDay(text, context())).toBe('2026-01-05');
    }
  });

  it('are refused when there is no such day', () => {
    expect(parseDay('2026-02-30', context())).toBeNull();
    expect(parseDay('2026-13-01', context())).toBeNull();
    expect(parseDay('soon', context())).toBeNull();
  });

  it('carry a time in the zone of the person, nine if none is given', () => {
    expect(parseInstant('2026-11-20 14:30', context())).toBe('2026-11-20T06:30:00.000Z');
    expect(parseInstant('2026-11-20', context())).toBe('2026-11-20T01:00:00.000Z');
    expect(parseInstant('2026-11-20 25:00', context())).toBeNull();
  });
});
