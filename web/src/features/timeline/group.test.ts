import { describe, expect, it } from 'vitest';
import type { TimelineItem } from '@/api/types';
import { groupByDay, withoutEchoes } from './group';

describe('the stream of a record', () => {
  it('is cut into days of the person, not of UTC', () => {
    const items = ['2026-11-20T15:59:00Z', '2026-11-20T16:01:00Z', '2026-11-19T02:00:00Z'].map((at) => ({ at }));
    const sorted = items.toSorted((a, b) => b.at.localeCompare(a.at));
    expect(groupByDay(sorted, 'Asia/Shanghai').map((group) => [group.day, group.items.length])).toEqual([
      ['2026-11-21', 1],
      ['2026-11-20', 1],
      ['2026-11-19', 1],
    ]);
    expect(groupByDay(sorted, 'UTC').map((group) => group.items.length)).toEqual([2, 1]);
  });
});

describe('a follow-up', () => {
  const changed = (...fields: string[]): TimelineItem => ({
    id: fields.join(),
    at: '2026-11-20T02:00:00Z',
    type: 'changed',
    by: null,
    via: 'page',
    activity: null,
    comment: null,
    changes: fields.map((field) => ({ field, label: field, old: null, new: null })),
  });

  it('is not shown a second time as a change of its dates', () => {
    const kept = withoutEchoes([
      changed('last_follow_up_at', 'next_follow_up_at'),
      changed('last_follow_up_at'),
      changed('next_follow_up_at'),
      changed('last_follow_up_at', 'status'),
    ]);
    expect(kept.map((item) => item.id)).toEqual(['next_follow_up_at', 'last_follow_up_at,status']);
  });
});
