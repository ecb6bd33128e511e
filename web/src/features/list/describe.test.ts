import { describe, expect, it } from 'vitest';
import { context, field, objectMeta } from '@/test/fields';
import { stageStates } from '../record/StagePath';
import { describeChip } from './describe';
import { cardPlaces } from './cardPlaces';
import { isComplete, testsOf } from './FilterPanel';
import { columnsOf } from './grid/types';
import { visibleColumns } from './preferences';
import { presetsOf } from './presets';

const option = (name: string, label: string) => ({ name, label, labels: {}, color: 'info' as const, active: true });
const meta = objectMeta({
  stage_field: 'status',
  fields: [
    field('text', { name: 'name', label: '姓名' }),
    field('choice', { name: 'status', label: '状态', options: [option('new', '新线索'), option('won', '成交'), option('lost', '输单')] }),
    field('choice', { name: 'grade', label: '级别' }),
    field('choice', { name: 'source', label: '来源' }),
    field('user', { name: 'owner', label: '负责人' }),
    field('money', { name: 'budget', label: '预算' }),
    field('datetime', { name: 'next_follow_up_at', label: '下次跟进' }),
    field('phone', { name: 'mobile', label: '手机' }),
    field('record', { name: 'related', label: '相关记录' }),
    field('datetime', { name: 'created_at', label: '创建时间', system: true }),
  ],
  list_columns: ['name', 'status', 'gone', 'budget'],
});
const words = (filter: Parameters<typeof describeChip>[0]) => {
  const { label, op, value } = describeChip(filter, meta, context(), (_object, id) => ({ '@me': '我', u1: '李佳怡' })[id] ?? '?');
  return `${label} ${op} ${value}`.trim();
};

describe('a chip', () => {
  it('says its condition in words', () => {
    expect(words({ field: 'status', op: 'in', value: ['new'] })).toBe('状态 是 新线索');
    expect(words({ field: 'status', op: 'in', value: ['new', 'won', 'lost'] })).toBe('状态 是 新线索、成交 等 3 项');
    expect(words({ field: 'owner', op: 'in', value: ['@me', 'u1'] })).toBe('负责人 是 我、李佳怡');
    expect(words({ field: 'budget', op: 'between', value: ['100', '2000.5'] })).toBe('预算 介于 ¥100 – ¥2,000.50');
    expect(words({ field: 'created_at', op: 'within', value: { last_days: 7 } })).toBe('创建时间 在 最近 7 天');
    expect(words({ field: 'created_at', op: 'within', value: 'this_month' })).toBe('创建时间 在 本月');
    const people = objectMeta({ name: 'user', fields: [field('department', { name: 'department', label: '部门' })] });
    expect(describeChip({ field: 'owner.department', op: 'under', value: 'd1' }, meta, context(), () => '华东', [people])).toMatchObject({ label: '负责人 · 部门', value: '华东' });
    expect(describeChip({ field: 'owner.gone', op: 'eq', value: 1 }, meta, context(), () => '?', [people]).label).toBe('owner.gone');
    expect(words({ field: 'budget', op: 'between', value: [null, '9'] })).toBe('预算 介于 … – ¥9');
    expect(words({ field: 'budget', op: 'empty' })).toBe('预算 为空');
    expect(words({ field: 'related', op: 'eq', value: { object: 'user', id: 'u1' } })).toBe('相关记录 等于 李佳怡');
  });

  it('does not fail on a field that is gone or a tree that it cannot edit', () => {
    expect(words({ field: 'gone', op: 'eq', value: 1 })).toBe('gone eq');
    expect(words({ or: [{ field: 'status', op: 'empty' }] })).toBe('组合条件');
  });

  it('takes effect only when it is complete', () => {
    expect(isComplete('empty', undefined)).toBe(true);
    expect(isComplete('in', [])).toBe(false);
    expect(isComplete('between', ['', null])).toBe(false);
    expect(isComplete('between', ['1', null])).toBe(true);
    expect(isComplete('between', ['1', '2'])).toBe(true);
    expect(isComplete('eq', false)).toBe(true);
    expect(isComplete('contains', '')).toBe(false);
  });
});

describe('the stage path', () => {
  const stages = [
    { ...option('a', 'A') },
    { ...option('b', 'B') },
    { ...option('won', 'Won'), outcome: 'success' as const },
    { ...option('lost', 'Lost'), outcome: 'failure' as const },
  ];

  it('has the stages before the current one behind it', () => {
    expect(stageStates(stages, 'b')).toEqual(['past', 'current', 'ahead', 'ahead']);
    expect(stageStates(stages, 'won')).toEqual(['past', 'past', 'current', 'ahead']);
    expect(stageStates(stages, null)).toEqual(['ahead', 'ahead', 'ahead', 'ahead']);
  });

  it('does not claim that what was lost had been won before', () => {
    expect(stageStates(stages, 'lost')).toEqual(['ahead', 'ahead', 'ahead', 'current']);
  });
});

describe('what metadata decide', () => {
  it('columns: the name first, fields that are gone left out', () => {
    expect(visibleColumns(meta, undefined)).toEqual(['name', 'status', 'budget']);
    expect(visibleColumns(meta, ['budget', 'name', 'budget', 'x'])).toEqual(['name', 'budget']);
  });

  it('colour: the stage and one more choice', () => {
    const looks = columnsOf(meta, ['name', 'status', 'grade', 'source'], {}).map((column) => column.look);
    expect(looks).toEqual(['plain', 'status', 'label', 'plain']);
  });

  it('ready-made views from what the object has', () => {
    expect(presetsOf(meta).map((preset) => preset.name)).toEqual(['all', 'mine', 'due', 'recent']);
    expect(presetsOf(objectMeta({ owned: false })).map((preset) => preset.name)).toEqual(['all']);
  });

  it('the places of a card', () => {
    const places = cardPlaces(meta, ['name', 'status', 'budget', 'next_follow_up_at', 'mobile']);
    expect([places.status?.name, places.money?.name, places.due?.name, places.phone?.name]).toEqual(['status', 'budget', 'next_follow_up_at', 'mobile']);
  });
});

describe('the tests offered for a field', () => {
  it.each([
    ['an open one', {}, ['contains', 'not_contains', 'eq', 'ne', 'starts_with', 'ends_with', 'empty', 'not_empty']],
    ['a sealed one', { sensitive: true }, ['eq', 'ne', 'empty', 'not_empty']],
    ['a masked one', { access: 'masked' }, []],
    ['a sealed one that is masked', { sensitive: true, access: 'masked' }, []],
  ] as const)('%s', (_, over, expected) => {
    expect(testsOf(field('text', over))).toEqual(expected);
  });
  it('are only those that a place allows', () => {
    expect(testsOf(field('text', { sensitive: true }), ['empty', 'contains'])).toEqual(['empty']);
  });
});
