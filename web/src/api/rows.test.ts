import { describe, expect, it } from 'vitest';
import type { RecordData } from './types';
import { flatten, idsBetween, patchRow, removeRows, rowCount, totalOf, wantsMore, type Rows } from './rows';

const record = (id: string, name = id): RecordData => ({ id, object: 'lead', version: 1, created_at: '', updated_at: '', name });

const pages = (...lists: string[][]): Rows => ({
  pages: lists.map((ids, index) => ({
    items: ids.map((id) => record(id)),
    next_cursor: index < lists.length - 1 ? String(index) : null,
    ...(index === 0 && { total: { value: lists.flat().length, exact: true } }),
  })),
  pageParams: lists.map(() => null),
});

const ids = (rows: RecordData[]) => rows.map((row) => row.id).join('');

describe('keyset pages as one list', () => {
  it('shows a record that moved to a later page once', () => {
    expect(ids(flatten(pages(['a', 'b', 'c'], ['b', 'd'])))).toBe('acbd');
    expect(flatten(undefined)).toEqual([]);
  });

  it('stands for what is loaded and one window of what follows', () => {
    expect(rowCount(100, false, { value: 100, exact: true })).toBe(100);
    expect(rowCount(100, true, { value: 1000, exact: false })).toBe(200);
    expect(rowCount(100, true, { value: 130, exact: true })).toBe(130);
    expect(rowCount(100, true, { value: 100, exact: true })).toBe(101);
  });

  it('reads on near the end of what is loaded, and only if there is more', () => {
    expect(wantsMore(59, 100, true)).toBe(false);
    expect(wantsMore(60, 100, true)).toBe(true);
    expect(wantsMore(99, 100, false)).toBe(false);
  });

  it('changes one row and leaves other pages untouched', () => {
    const before = pages(['a', 'b'], ['c']);
    const after = patchRow(before, 'c', { name: 'changed' });
    expect(flatten(after).map((row) => row.name)).toEqual(['a', 'b', 'changed']);
    expect(after?.pages[0]).toBe(before.pages[0]);
  });

  it('takes rows away together with their count', () => {
    const after = removeRows(pages(['a', 'b'], ['c']), new Set(['a', 'c', 'zz']));
    expect(ids(flatten(after))).toBe('b');
    expect(totalOf(after)).toEqual({ value: 1, exact: true });
  });

  it('does not touch a list that has none of the removed rows', () => {
    const before = pages(['a']);
    expect(removeRows(before, new Set(['b']))).toBe(before);
  });

  it('selects from one row to another in either direction', () => {
    const rows = flatten(pages(['a', 'b', 'c', 'd']));
    expect(idsBetween(rows, 'b', 'd')).toEqual(['b', 'c', 'd']);
    expect(idsBetween(rows, 'd', 'b')).toEqual(['b', 'c', 'd']);
    expect(idsBetween(rows, 'gone', 'b')).toEqual(['b']);
  });
});
