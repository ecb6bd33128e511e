import { describe, expect, it } from 'vitest';
import { ApiError } from '@/api/client';
import { patchRow } from '@/api/rows';
import type { RecordData } from '@/api/types';
import { field, objectMeta } from '@/test/fields';
import { boardFields, columnsOf, type Board } from './data';
import { choicesOf, withKind } from './LayoutDialog';
import { askedFor } from './useMove';

const card = (id: string, stage: string | null): RecordData => ({ id, object: 'lead', version: 1, created_at: '', updated_at: '', stage });
const option = (name: string) => ({ name, label: name, labels: {}, color: 'info' as const, active: true });
const stage = field('choice', { name: 'stage', options: ['new', 'won', 'lost'].map(option) });
const board = (): Board => ({
  pageParams: [null],
  pages: [
    { value: 'new', items: [card('a', 'new'), card('b', 'new')], next_cursor: 'x' },
    { value: 'won', items: [card('c', 'won')], next_cursor: null },
    { value: 'lost', items: [], next_cursor: null },
    { value: null, items: [card('d', null)], next_cursor: null },
  ],
});
const ids = (columns: ReturnType<typeof columnsOf>) => columns.map(({ value, cards }) => [value, cards.map((one) => one.id).join('')]);

describe('the columns of a board', () => {
  it('stand in the order of the options, nothing last', () => {
    expect(ids(columnsOf(board(), stage))).toEqual([['new', 'ab'], ['won', 'c'], ['lost', ''], [null, 'd']]);
    expect(columnsOf(board(), stage).map((column) => column.more)).toEqual([true, false, false, false]);
  });

  it('have a card where its value says, a moved one on top and only once', () => {
    const moved = patchRow(board(), 'b', { stage: 'won' }) as Board;
    expect(ids(columnsOf(moved, stage))).toEqual([['new', 'a'], ['won', 'bc'], ['lost', ''], [null, 'd']]);
    const read = moved.pages.map((page) => (page.value === 'won' ? { ...page, items: [card('b', 'won'), ...page.items] } : page));
    expect(ids(columnsOf({ ...moved, pages: read }, stage))[1]).toEqual(['won', 'bc']);
  });

  it('have a column more when somebody moves a card to an option out of use', () => {
    const retired = { ...stage, options: [...(stage.options ?? []), option('old')] };
    expect(ids(columnsOf(patchRow(board(), 'd', { stage: 'old' }) as Board, retired)).map(([value]) => value)).toEqual(['new', 'won', 'lost', 'old', null]);
  });
});

describe('what the server asks for', () => {
  const meta = objectMeta({ fields: [stage, field('text', { name: 'reason' }), field('text', { name: 'sum', access: 'read' })] });
  const refused = (status: number, ...errors: [string, string][]) => new ApiError({ title: '', status, code: 'x', errors: errors.map(([name, code]) => ({ field: name, code, message: '' })) });
  it('is a form only when nothing else is wrong and the person may fill it in', () => {
    expect(askedFor(refused(422, ['reason', 'required']), meta, { stage: 'lost' })?.map((one) => one.name)).toEqual(['reason']);
    expect(askedFor(refused(422, ['reason', 'required'], ['stage', 'bad_state']), meta, { stage: 'lost' })).toBeNull();
    expect(askedFor(refused(422, ['sum', 'required']), meta, { stage: 'lost' })).toBeNull();
    expect(askedFor(refused(422, ['stage', 'required']), meta, { stage: null })).toBeNull();
    expect(askedFor(refused(403, ['reason', 'required']), meta, { stage: 'lost' })).toBeNull();
    expect(askedFor(new Error('x'), meta, {})).toBeNull();
  });
});

describe('the settings of a layout', () => {
  const masked = field('choice', { name: 'secret', access: 'masked', options: [] });
  const meta = objectMeta({
    stage_field: 'stage',
    list_columns: ['name', 'company', 'stage'],
    fields: [field('text', { name: 'name' }), field('text', { name: 'company' }), masked, field('choice', { name: 'grade', options: [] }), stage, field('money', { name: 'amount' }), field('datetime', { name: 'created_at', system: true }), field('date', { name: 'due_on' })],
  });
  const empty = { kind: 'list' as const, group: null, sum: null, card: [], date: null, end: null };
  it('offer no masked field and begin with what is likely meant', () => {
    expect(choicesOf(meta).group.map((one) => one.name)).toEqual(['grade', 'stage']);
    expect(withKind(meta, empty, 'board')).toEqual({ ...empty, kind: 'board', group: 'stage', sum: 'amount', card: ['company'] });
    expect(withKind(meta, { ...empty, group: 'owner', sum: 'amount' }, 'board')).toMatchObject({ group: 'stage', sum: 'amount', card: ['company'] });
    expect(withKind(meta, { ...empty, group: 'grade' }, 'board')).toMatchObject({ group: 'grade', card: ['company', 'stage'] });
    expect(withKind(meta, empty, 'calendar')).toMatchObject({ kind: 'calendar', date: 'due_on' });
    expect(withKind(meta, { ...empty, group: 'grade', card: ['amount'] }, 'board')).toMatchObject({ group: 'grade', card: ['amount'] });
  });
  it('ask only for fields that are there', () => {
    expect(boardFields(meta, 'stage', 'amount', ['company', 'gone'])).toEqual(['name', 'stage', 'amount', 'company']);
  });
});
