import { describe, expect, it } from 'vitest';
import type { Filter } from '@/api/types';
import { chipsOf, filterOf, nextSort, readFilter, readListSearch, readSort } from './search';

describe('the node of a board', () => {
  it('is a code or a path, also where the router has read a number', () => {
    const within = (value: unknown) => readListSearch({ within: value }).within;
    expect([within('330000'), within(330000), within('east/sh_2')]).toEqual(['330000', '330000', 'east/sh_2']);
    expect([within(''), within('a b'), within({}), within(undefined), within(['../x'])]).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });
});

describe('the address of a list', () => {
  it('gives back the filter, order and text that it was made from', () => {
    const filter: Filter = { and: [{ field: 'status', op: 'in', value: ['new'] }, { field: 'budget', op: 'gte', value: '100.50' }] };
    expect(readListSearch({ filter, sort: '-created_at,name', q: 'wang' })).toEqual({ filter, sort: '-created_at,name', q: 'wang' });
  });

  it('keeps groups and sums by name, and that there are none', () => {
    expect(readListSearch({ group: 'stage', sum: null })).toEqual({ group: 'stage', sum: null });
    expect(readListSearch({ group: 'a; b', sum: 7 })).toEqual({});
    expect(readListSearch({ group: 'due', grain: 'week' })).toEqual({ group: 'due', grain: 'week' });
    expect([readListSearch({ grain: 'hour' }), readListSearch({ grain: ['week'] })]).toEqual([{}, {}]);
  });

  it('keeps a phone number that the router has read as a number', () => {
    expect(readListSearch({ q: 13800001111 }).q).toBe('13800001111');
  });

  it('drops what nobody could have clicked together', () => {
    expect(readListSearch({ filter: { field: 'a', op: 'drop table' }, sort: 'name; --', deleted: 'yes', q: '' })).toEqual({});
    expect(readFilter({ and: ['x', { field: 'a', op: 'empty' }] })).toEqual({ and: [{ field: 'a', op: 'empty' }] });
    expect(readFilter({ or: [] })).toBeUndefined();
  });

  it('stops at a depth that no person reaches', () => {
    let deep: unknown = { field: 'a', op: 'empty' };
    for (let i = 0; i < 40; i++) deep = { not: deep };
    expect(readFilter(deep)).toBeUndefined();
  });

  it('shows the parts of a conjunction as chips and joins them again', () => {
    const one: Filter = { field: 'a', op: 'empty' };
    const two: Filter = { or: [{ field: 'b', op: 'eq', value: 1 }, { field: 'c', op: 'eq', value: 2 }] };
    expect(chipsOf(undefined)).toEqual([]);
    expect(chipsOf({ and: [one, two] })).toEqual([one, two]);
    expect(chipsOf(two)).toEqual([two]);
    expect(filterOf([one, two])).toEqual({ and: [one, two] });
    expect(filterOf([one])).toEqual(one);
    expect(filterOf([])).toBeUndefined();
  });

  it('sorts up, down, and not at all', () => {
    expect(nextSort(undefined, 'name')).toBe('name');
    expect(nextSort('name', 'name')).toBe('-name');
    expect(nextSort('-name', 'name')).toBeUndefined();
    expect(nextSort('-name', 'phone')).toBe('phone');
    expect(readSort('-a,b')).toEqual([{ field: 'a', desc: true }, { field: 'b', desc: false }]);
  });
});
