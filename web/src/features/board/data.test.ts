import { describe, expect, it } from 'vitest';
import { ApiError } from '@/api/client';
import { patchRow } from '@/api/rows';
import type { Field, RecordData } from '@/api/types';
import { indexRegions } from '@/fields/shared/regions';
import { field, objectMeta } from '@/test/fields';
import { axisOf, type Axis } from './axis';
import { boardFields, columnsOf, makesBoard, test, type Board } from './data';
import { choicesOf, withKind } from './LayoutDialog';
import { askedFor } from '@/api/records';

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
const of = (field: Field) => axisOf(field, null, undefined, String) as Axis;
const axis = of(stage);
const ids = (columns: ReturnType<typeof columnsOf>) => columns.map(({ value, cards }) => [value, cards.map((one) => one.id).join('')]);

describe('the columns of a board', () => {
  it('stand in the order of the options, nothing last', () => {
    expect(ids(columnsOf(board(), stage, axis))).toEqual([['new', 'ab'], ['won', 'c'], ['lost', ''], [null, 'd']]);
    expect(columnsOf(board(), stage, axis).map((column) => column.more)).toEqual([true, false, false, false]);
  });

  it('have a card where its value says, a moved one on top and only once', () => {
    const moved = patchRow(board(), 'b', { stage: 'won' }) as Board;
    expect(ids(columnsOf(moved, stage, axis))).toEqual([['new', 'a'], ['won', 'bc'], ['lost', ''], [null, 'd']]);
    const read = moved.pages.map((page) => (page.value === 'won' ? { ...page, items: [card('b', 'won'), ...page.items] } : page));
    expect(ids(columnsOf({ ...moved, pages: read }, stage, axis))[1]).toEqual(['won', 'bc']);
  });

  it('have a column more when somebody moves a card to an option out of use', () => {
    const retired = { ...stage, options: [...(stage.options ?? []), option('old')] };
    expect(ids(columnsOf(patchRow(board(), 'd', { stage: 'old' }) as Board, retired, of(retired))).map(([value]) => value)).toEqual(['new', 'won', 'lost', 'old', null]);
  });
});

describe('one level of a tree', () => {
  const { names, tree } = indexRegions({ version: '1', items: [['110000', '北京市'], ['110105', '朝阳区'], ['330000', '浙江省'], ['330100', '杭州市'], ['330106', '西湖区'], ['330200', '宁波市']] });
  const place = field('region', { name: 'region' });
  const at = (within?: string) => axisOf(place, { names, tree }, within, (name) => `${name}*`) as Axis;
  const read = (value: string | null, ...cards: [string, string | null][]) => ({ value, items: cards.map(([id, region]) => ({ ...card(id, null), region })), next_cursor: null });

  it('has a value in the branch that it lies under, or at the node itself', () => {
    const places = (within: string | undefined, ...values: (string | null)[]) => values.map((value) => at(within).place(value));
    expect(places(undefined, '330106', '330000', '110105', null)).toEqual(['330000', '330000', '110000', null]);
    expect(places('330000', '330106', '330200', '330000', '110105', null)).toEqual(['330100', '330200', '330000', undefined, undefined]);
    expect(places('110000', '110105', '110000')).toEqual(['110105', '110000']);
    expect(at('330000').path.map((one) => one.label)).toEqual(['浙江省']);
    expect([at().tree, at('330100').tree]).toEqual([{ within: null, level: 1 }, { within: '330100', level: 3 }]);
    expect(['330000', '110000', null].map(at().opens)).toEqual([true, true, false]);
    expect(['330100', '330200', '330000'].map(at('330000').opens)).toEqual([true, false, false]);
    expect(at('330000').named('330000')?.label).toBe('浙江省*');
  });

  it('is the top where the address names no node', () => {
    expect([at('999999').tree, at('330106x').path]).toEqual([{ within: null, level: 1 }, []]);
  });

  it('keeps a card that was moved within its branch, and lets go of one that has left the node', () => {
    const pages = [read('330100', ['a', '330106'], ['b', '330200'], ['c', '110105']), read('330000', ['d', '330000'])];
    const columns = columnsOf({ pages, pageParams: [null] }, place, at('330000'));
    expect(ids(columns)).toEqual([['330100', 'a'], ['330200', 'b'], ['330000', 'd']]);
  });

  it('asks for what lies under a branch, and for what lies at the node itself', () => {
    const request = (within: string | null) => ({ group: 'region', tree: { within, level: within ? 2 : 1 } });
    expect(test(request('330000'), '330100')).toEqual({ field: 'region', op: 'under', value: '330100' });
    expect(test(request('330000'), '330000')).toEqual({ field: 'region', op: 'eq', value: '330000' });
    expect(test(request(null), '330000')).toEqual({ field: 'region', op: 'under', value: '330000' });
    expect(test({ group: 'stage' }, 'won')).toEqual({ field: 'stage', op: 'eq', value: 'won' });
  });

  it('makes no columns where a level of options is too wide', () => {
    const options = (count: number, above = '') => Array.from({ length: count }, (_, index) => option(`${above}n${index}`));
    const wide = (...list: ReturnType<typeof option>[]) => makesBoard(field('cascade', { options: list }));
    expect([wide(...options(60), ...options(60, 'n0/')), wide(...options(61)), wide(...options(2), ...options(61, 'n0/'))]).toEqual([true, false, false]);
    expect([makesBoard(place), makesBoard(field('text'))]).toEqual([true, false]);
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
  const empty = { kind: 'list' as const, group: null, grain: null, sum: null, card: [], date: null, end: null };
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
    const kept = { ...meta, fields: [...meta.fields, field('datetime', { name: 'stage_entered_at', system: true })] };
    expect(boardFields(kept, 'stage', null, [])).toEqual(['name', 'stage', 'stage_entered_at']);
    expect(boardFields(kept, 'grade', null, [])).not.toContain('stage_entered_at');
  });
});
