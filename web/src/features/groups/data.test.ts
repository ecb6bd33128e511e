import { describe, expect, it } from 'vitest';
import { patchRow, removeRows } from '@/api/rows';
import type { FieldValue, RecordData } from '@/api/types';
import { field } from '@/test/fields';
import { test, type Counted } from '@/features/board/data';
import { byValue, groupsOf, keyOf, linesOf, type Group, type GroupRows, type Reading } from './data';
import { inAddress } from './GroupPanel';

const option = (name: string) => ({ name, label: name, labels: {}, color: 'info' as const, active: true });
const stage = field('choice', { name: 'stage', options: ['new', 'won', 'lost'].map(option) });
const owner = field('user', { name: 'owner' });
const person = (id: string, name: string) => ({ id, object: 'user', name });
const row = (id: string, values: Record<string, unknown>): RecordData => ({ id, object: 'lead', version: 1, created_at: '', updated_at: '', ...values });
const rows = (...pages: [FieldValue, string, (string | null)?][]): GroupRows => ({
  pageParams: [null],
  pages: pages.map(([value, ids, cursor = null]) => ({ value, items: [...ids].map((id) => row(id, { stage: value })), next_cursor: cursor })),
});
const counted = (...groups: [FieldValue, number][]): Counted => ({ groups: groups.map(([value, count]) => ({ value, count, sum: null })), truncated: false });
const told = (groups: Group[]) => groups.map(({ key, rows: own, loaded, more, figures }) => `${key}[${own.map((one) => one.id).join('')}]${loaded ? '' : ' closed'}${more ? ' more' : ''} ${figures?.count ?? '?'}`);

describe('the groups of a list', () => {
  it('stand in the order of their values, nothing last, and wait for no count', () => {
    const { pages } = rows([null, 'd'], ['won', 'c'], ['new', 'ab', 'x']);
    expect(told(groupsOf(stage, pages, undefined, 'zh-CN'))).toEqual(['new[ab] more ?', 'won[c] ?', '[d] ?']);
    expect(told(groupsOf(stage, pages, counted(['new', 5], ['won', 1], [null, 1]), 'zh-CN'))).toEqual(['new[ab] more 5', 'won[c] 1', '[d] 1']);
  });

  it('have a row where its value is now, a moved one on top and only once', () => {
    const before = rows(['new', 'ab'], ['won', 'c']);
    const moved = patchRow(before, 'b', { stage: 'won' }) as GroupRows;
    expect(told(groupsOf(stage, moved.pages, undefined, 'en'))).toEqual(['new[a] ?', 'won[bc] ?']);
    const again = { ...moved, pages: moved.pages.map((page) => (page.value === 'won' ? { ...page, items: [row('b', { stage: 'won' }), ...page.items] } : page)) };
    expect(told(groupsOf(stage, again.pages, undefined, 'en'))).toEqual(['new[a] ?', 'won[bc] ?']);
    // To a group that nobody has read: its head appears, whatever was counted before.
    const lost = patchRow(before, 'c', { stage: 'lost' }) as GroupRows;
    expect(told(groupsOf(stage, lost.pages, counted(['new', 2], ['won', 1]), 'en'))).toEqual(['new[ab] 2', 'lost[c] closed ?']);
  });

  it('go with their last row, and those that were only counted are there, closed', () => {
    const gone = removeRows(rows(['new', 'a'], ['won', 'c']), new Set(['a'])) as GroupRows;
    expect(told(groupsOf(stage, gone.pages, counted(['new', 1], ['won', 1], ['lost', 7]), 'en'))).toEqual(['won[c] 1', 'lost[] closed 7']);
  });

  it('are ordered by what people read', () => {
    const order = (of: ReturnType<typeof field>, values: FieldValue[], locale: 'zh-CN' | 'en' = 'zh-CN') => values.map((value) => ({ value })).sort(byValue(of, locale)).map(({ value }) => keyOf(value));
    expect(order(owner, [null, person('1', '张三'), person('2', '李四'), person('3', '李四')])).toEqual(['2', '3', '1', '']);
    expect(order(field('bool'), [null, false, true])).toEqual(['true', 'false', '']);
    expect(order(field('rating'), [1, null, 5, 3])).toEqual(['5', '3', '1', '']);
    expect(order(stage, ['old', null, 'lost', 'new'])).toEqual(['new', 'lost', 'old', '']);
  });
});

describe('groups by spans of days', () => {
  const due = field('datetime', { name: 'due' });
  const request = { group: 'due', spans: { grain: 'month' as const, zone: 'Asia/Shanghai' } };
  const at = (id: string, value: string | null) => row(id, { due: value });
  const pages: GroupRows['pages'] = [
    { value: '2026-11-01', items: [at('a', '2026-11-30T15:59:00Z')], next_cursor: null },
    // One that was moved after it had been read.
    { value: '2026-10-01', items: [at('b', '2026-10-01T02:00:00Z'), at('c', '2026-11-30T16:00:00Z')], next_cursor: null },
    { value: null, items: [at('d', null)], next_cursor: null },
  ];

  it('have a row where its day lies, the latest first, nothing last', () => {
    expect(told(groupsOf(due, pages, counted(['2026-09-01', 4]), 'en', request))).toEqual(['2026-12-01[c] closed ?', '2026-11-01[a] ?', '2026-10-01[b] ?', '2026-09-01[] closed 4', '[d] ?']);
  });

  it('rise where the rows rise with the date', () => {
    const keys = (sort: string[]) => groupsOf(due, pages, undefined, 'en', { ...request, sort }).map(({ key }) => key);
    expect(keys(['due'])).toEqual(['2026-10-01', '2026-11-01', '2026-12-01', '']);
    expect(keys(['-due', 'due'])).toEqual(['2026-12-01', '2026-11-01', '2026-10-01', '']);
  });

  it('ask for their records from the first day to the last', () => {
    expect(test(request, '2026-02-01')).toEqual({ field: 'due', op: 'between', value: ['2026-02-01', '2026-02-28'] });
    expect(test(request, null)).toEqual({ field: 'due', op: 'empty' });
  });
});

describe('the lines', () => {
  const lines = (groups: Group[], open: string[], reading: [string, Reading][] = []) => linesOf(groups, (group) => open.includes(group.key), new Map(reading)).map((line) => (line.kind === 'more' ? `${line.key} ${line.state ?? ''}` : line.key));
  const groups = groupsOf(stage, rows(['new', 'ab', 'x'], ['won', 'c']).pages, counted(['new', 9], ['won', 1], ['lost', 2]), 'en');

  it('are heads, and below those that are open their rows and what reads on', () => {
    expect(lines(groups, ['new'])).toEqual(['group:new', 'a', 'b', 'more:new ', 'group:won', 'group:lost']);
    expect(lines(groups, ['won'], [['new', 'busy']])).toEqual(['group:new', 'group:won', 'c', 'group:lost']);
  });

  it('hold the place of rows that are being read, or say that they could not be', () => {
    expect(lines(groups, ['lost'], [['lost', 'busy']]).slice(2)).toEqual(['group:lost', 'wait:lost:0', 'wait:lost:1']);
    expect(lines(groups, ['lost'], [['lost', 'failed']]).slice(2)).toEqual(['group:lost', 'more:lost failed']);
  });
});

describe('what one chooses', () => {
  it('goes into the address only as far as the view says something else', () => {
    const none = { group: null, grain: null, sum: null };
    const stage = { group: 'stage', grain: null, sum: 'amount' };
    expect(inAddress({ ...stage, sum: null }, none)).toEqual({ group: 'stage', grain: undefined, sum: undefined });
    expect(inAddress(none, stage)).toEqual({ group: null, grain: undefined, sum: null });
    expect(inAddress(stage, stage)).toEqual({ group: undefined, grain: undefined, sum: undefined });
    const weeks = { group: 'due', grain: 'week' as const, sum: null };
    expect(inAddress(weeks, none)).toEqual({ group: 'due', grain: 'week', sum: undefined });
    expect(inAddress(weeks, { ...weeks, grain: 'month' })).toEqual({ group: undefined, grain: 'week', sum: undefined });
    expect(inAddress(weeks, weeks)).toEqual({ group: undefined, grain: undefined, sum: undefined });
  });
});
