import { describe, expect, it } from 'vitest';
import { laidOut, layoutFor } from './layout';
import type { Field, NamedLayout, ObjectMeta, Section } from './types';

const section = (label: string, fields: string[], more: Partial<Section> = {}): Section => ({ label, labels: { en: label }, fields, ...more });
const named = (name: string, types: string[]): NamedLayout => ({ name, types, sections: [section(name, [])] });
const meta = (layouts: NamedLayout[], type_field: string | null = 'kind') =>
  ({ layout: { sections: [section('own', ['name'])] }, layouts, type_field, fields: ['name', 'mobile', 'note'].map((name) => ({ name }) as Field) }) as ObjectMeta;
const chosen = (layouts: NamedLayout[], values: Record<string, unknown>, type?: string | null) => layoutFor(meta(layouts, type), values).sections[0]?.label;

describe('the layout of a record', () => {
  it('is the first that fits its type as it stands', () => {
    const both = [named('person', ['person']), named('any', [])];
    expect(chosen(both, { kind: 'person' })).toBe('person');
    expect(chosen(both, { kind: 'company' })).toBe('any');
    expect(chosen(both, {})).toBe('any');
    expect(chosen([...both].reverse(), { kind: 'person' })).toBe('any');
  });
  it('is the object\'s own where none fits, or the type is not to be seen', () => {
    const person = [named('person', ['person', 'family'])];
    expect(chosen(person, { kind: 'company' })).toBe('own');
    expect(chosen(person, { kind: null })).toBe('own');
    expect(chosen(person, { kind: 'family' })).toBe('person');
    expect(chosen(person, { kind: 'person' }, null)).toBe('own');
    expect(chosen([], { kind: 'person' })).toBe('own');
    expect(layoutFor({ ...meta([]), layouts: undefined }, {}).sections[0]?.label).toBe('own');
  });
  it('is laid out in order, tabs last, without fields that are not there', () => {
    const layout = { sections: [section('A', ['mobile', 'gone'])], tabs: [{ label: 'T', labels: {}, sections: [section('B', ['name'], { columns: 1, collapsed: true }), section('C', ['note'])] }] };
    const laid = laidOut(meta([]), layout, (field) => field.name !== 'note');
    expect(laid.map((one) => [one.label, one.tab, one.columns, one.collapsed, one.fields.map((field) => field.name)])).toEqual([
      ['A', null, 2, false, ['mobile']],
      ['B', 0, 1, true, ['name']],
      ['C', 0, 2, false, []],
    ]);
  });
});
