import { describe, expect, it } from 'vitest';
import { nextSort } from '@/features/list/search';
import { objectMeta } from '@/test/fields';
import type { SavedView, Views } from './api';
import { bodyOf, currentView, effectiveFilter, filterInAddress, isChanged, layoutOf, lookOf, moved, openViews } from './current';

const meta = objectMeta();
const mine = { field: 'owner', op: 'eq', value: '@me' } as const;
const saved = (id: string, more: Partial<SavedView> = {}): SavedView => ({
  id, object: 'lead', name: id, kind: 'list', group: null, grain: null, sum: null, card: [], date: null, end: null, columns: ['name', 'company'], widths: {}, pinned: [], filter: mine, sort: ['name'], density: null,
  audience: 'private', roles: [], departments: [], owner: null, can_change: true, problem: null, ...more,
});
const views = (items: SavedView[], more: Partial<Views> = {}): Views => ({ items, order: [], default: null, default_for_all: null, ...more });

describe('which view is open', () => {
  it('is the one of the address, else the default, else all', () => {
    const known = views([saved('a'), saved('b')], { default: 'b' });
    const open = openViews(meta, known);
    expect(currentView(open, known, { view: 'a' }).key).toBe('a');
    expect(currentView(open, known, {}).key).toBe('b');
    expect(currentView(open, known, { filter: { field: 'name', op: 'not_empty' } }).key).toBe('all');
    expect(currentView(open, known, { view: 'gone' }).key).toBe('all');
    expect(currentView(openViews(meta, undefined), undefined, {}).key).toBe('all');
  });

  it('stands in the chosen order; built-in ones give way to views for everybody', () => {
    const open = openViews(meta, views([saved('a'), saved('b', { audience: 'everyone' })], { order: ['b', 'all'] }));
    expect(open.map((view) => view.key)).toEqual(['b', 'all', 'a']);
    expect(moved(open, 'a', -1)).toEqual(['b', 'a', 'all']);
    expect(moved(open, 'b', -1)).toEqual(['b', 'all', 'a']);
  });
});

describe('what was changed', () => {
  const view = openViews(meta, views([saved('a')])).find((one) => one.key === 'a');
  if (!view) throw new Error('no view');

  it('is told apart from what was saved', () => {
    expect(isChanged(view, {}, {})).toBe(false);
    expect(isChanged(view, { filter: null }, {})).toBe(true);
    expect(isChanged(view, { sort: 'name' }, {})).toBe(false);
    expect(isChanged(view, { sort: '-name' }, {})).toBe(true);
    expect(isChanged(view, {}, { columns: ['name'] })).toBe(true);
    expect(isChanged(view, {}, { columns: ['name', 'company'], density: 'compact' })).toBe(false);
  });

  it('counts the layout in, also of a built-in view', () => {
    const board = { kind: 'board', group: 'status', grain: null, sum: null, card: ['company'], date: null, end: null } as const;
    const layout = { ...board, card: [...board.card] };
    expect(isChanged(view, {}, { layout })).toBe(true);
    expect(bodyOf(view, {}, lookOf(view, { layout }, {}), ['name'])).toMatchObject({ kind: 'board', group: 'status', card: ['company'] });
    const kept = openViews(meta, views([saved('b', layout)])).find((one) => one.key === 'b');
    expect(kept && isChanged(kept, {}, { layout })).toBe(false);
    expect(kept && lookOf(kept, {}, {}).layout).toEqual(layout);
    const all = openViews(meta, undefined).find((one) => one.key === 'all');
    expect(all && isChanged(all, {}, { layout })).toBe(true);
    expect(all && isChanged(all, {}, { layout: { ...layout, kind: 'list' } })).toBe(false);
  });

  it('counts groups of a list in: those of the address, else of the view, never those of a board before', () => {
    const grouped = openViews(meta, views([saved('g', { group: 'owner', sum: 'budget' })])).find((one) => one.key === 'g');
    const all = openViews(meta, undefined).find((one) => one.key === 'all');
    if (!grouped || !all) throw new Error('no view');
    const board = { kind: 'board' as const, group: 'status', grain: null, sum: null, card: [], date: null, end: null };
    const groupOf = (...[view, draft, search]: Parameters<typeof layoutOf>) => layoutOf(view, draft, search).group;
    expect(groupOf(grouped, {}, {})).toBe('owner');
    expect(groupOf(grouped, {}, { group: null })).toBeNull();
    expect(groupOf(grouped, { layout: { ...board, kind: 'list' } }, {})).toBe('owner');
    expect(groupOf(grouped, { layout: board }, { group: 'owner' })).toBe('status');
    expect(groupOf(all, { layout: { ...board, kind: 'list' } }, {})).toBeNull();
    expect([isChanged(grouped, {}, {}), isChanged(grouped, { group: 'owner' }, {}), isChanged(grouped, { group: null }, {}), isChanged(grouped, { sum: null }, {})]).toEqual([false, false, true, true]);
    expect([isChanged(all, { group: 'status' }, {}), isChanged(all, { group: null }, {})]).toEqual([true, false]);
    expect(bodyOf(all, { group: 'status' }, lookOf(all, {}, {}, { group: 'status' }), ['name'])).toMatchObject({ kind: 'list', group: 'status', sum: null });
  });

  it('keeps the spans of a date, those of the address first, and drops them with the date', () => {
    const weekly = openViews(meta, views([saved('g', { group: 'created_at', grain: 'week' })])).find((one) => one.key === 'g');
    if (!weekly) throw new Error('no view');
    const of = (search: Parameters<typeof layoutOf>[2]) => [layoutOf(weekly, {}, search).group, layoutOf(weekly, {}, search).grain];
    expect(of({})).toEqual(['created_at', 'week']);
    expect(of({ grain: 'year' })).toEqual(['created_at', 'year']);
    expect(of({ group: 'owner' })).toEqual(['owner', null]);
    expect(of({ group: 'updated_at', grain: 'day' })).toEqual(['updated_at', 'day']);
    expect(of({ group: null })).toEqual([null, null]);
    expect([isChanged(weekly, {}, {}), isChanged(weekly, { grain: 'week' }, {}), isChanged(weekly, { grain: 'day' }, {})]).toEqual([false, false, true]);
    expect(bodyOf(weekly, { grain: 'day' }, lookOf(weekly, {}, {}, { grain: 'day' }), ['name'])).toMatchObject({ group: 'created_at', grain: 'day' });
  });

  it('goes into the address only as far as it differs', () => {
    expect(filterInAddress(view, mine)).toBeUndefined();
    expect(filterInAddress(view, undefined)).toBeNull();
    expect(effectiveFilter(view, { filter: null })).toBeUndefined();
    expect(effectiveFilter(view, {})).toEqual(mine);
  });

  it('lies over the view, and the view over what the person likes', () => {
    const look = lookOf(view, { pinned: ['company'] }, { density: 'roomy', columns: ['phone'] });
    expect(look).toMatchObject({ columns: ['name', 'company'], widths: {}, pinned: ['company'], density: 'roomy', layout: { kind: 'list' } });
  });
});

describe('several sort keys', () => {
  it('are added, turned and dropped with Shift', () => {
    expect(nextSort('name', 'phone', true)).toBe('name,phone');
    expect(nextSort('name,phone', 'phone', true)).toBe('name,-phone');
    expect(nextSort('name,-phone', 'phone', true)).toBe('name');
    expect(nextSort('a,b,c,d', 'e', true)).toBe('a,b,c,d');
    expect(nextSort('name,phone', 'name')).toBe('name');
  });
});
