import { describe, expect, it } from 'vitest';
import type { Field, Kind, ObjectMeta, Outcome } from '@/api/types';
import { bodyOf, changeKind, checkDraft, draftOf, emptyDraft, nameFromLabel, newOption, type FieldDraft } from './draft';
import { pluralOf } from './ObjectForm';
import { addNode, dropNode, moveNode } from './tree';
import { hasCounter, numberExample } from './numbering';

const field = (name: string, more: Partial<Field> = {}): Field => ({
  name, label: name, labels: { en: name }, kind: 'text', required: false, unique: false, read_only: false, system: false, custom: false,
  access: 'write', help: null, default: null, sortable: true, filterable: true, ...more,
});
const object = {
  name: 'lead',
  fields: [field('name', { required: true }), field('mobile'), field('x_size', { custom: true }), field('created_at', { system: true })],
  layout: { sections: [{ labels: { en: 'A' }, label: 'A', fields: ['name', 'mobile', 'gone', 'name'] }, { labels: { en: 'B' }, label: 'B', fields: [] }] },
} as unknown as ObjectMeta;

const draft = (kind: Kind, more: Partial<FieldDraft> = {}): FieldDraft => ({ ...emptyDraft(kind), labels: { en: 'Size' }, ...more });
const fault = (kind: Kind, more: Partial<FieldDraft> = {}) => checkDraft(draft(kind, more), object);

describe('checkDraft', () => {
  it('wants a name in one language at least', () => {
    expect(fault('text', { labels: { en: ' ' } })).toEqual({ labels: 'required' });
    expect(fault('text', { labels: { 'zh-CN': '\u89c4\u6a21' } })).toEqual({});
  });
  it('knows bad and taken api names, with and without the prefix', () => {
    expect(fault('text', { name: 'Size' }).name).toBe('badName');
    expect(fault('text', { name: '1size' }).name).toBe('badName');
    expect(fault('text', { name: 'size' }).name).toBe('nameTaken');
    expect(fault('text', { name: 'x_size' }).name).toBe('nameTaken');
    expect(fault('text', { name: 'team_size' }).name).toBeUndefined();
  });
  it('does not ask for a name that stands already', () => {
    expect(checkDraft(draftOf(field('x_size', { custom: true })), object, field('x_size'))).toEqual({});
  });
  it('holds lengths and limits in order', () => {
    expect(fault('text', { max_length: '0' }).max_length).toBe('badLength');
    expect(fault('integer', { min: '1.5' }).min).toBe('wholeNumber');
    expect(fault('decimal', { min: 'abc' }).min).toBe('badNumber');
    expect(fault('decimal', { min: '10', max: '9.5' }).max).toBe('minAboveMax');
    expect(fault('decimal', { min: '-10', max: '-9.5' })).toEqual({});
    expect(fault('money', { scale: '9' }).scale).toBe('badScale');
  });
  it('wants options that can be told apart', () => {
    const one = { ...newOption([]), labels: { en: 'Small' } };
    const two = { ...newOption([one]), labels: { en: 'Small' } };
    expect(fault('choice', { options: [] }).options).toBe('noOptions');
    const empty = { ...two, labels: { en: ' ' } };
    expect(fault('choice', { options: [empty] }).options).toBe('noOptions');
    expect(fault('choice', { options: [one, empty] }).options).toBeUndefined();
    expect(bodyOf({ ...emptyDraft('choice'), options: [one, empty] }, true, 'size').options).toHaveLength(1);
    expect(fault('choice', { options: [one, { ...empty, known: true }] }).options).toBe('optionLabel');
    const below = { ...two, name: `${empty.name}/${two.name}` };
    expect(fault('cascade', { options: [empty, below] }).options).toBe('optionLabel');
    expect(fault('choice', { options: [one, two] }).options).toBe('optionTwice');
    expect(fault('choice', { options: [one, { ...two, active: false }] }).options).toBeUndefined();
    expect(fault('choice', { options: [{ ...one, active: false }] }).options).toBe('noActiveOption');
  });
  it('wants a target for references and exactly one counter in a pattern', () => {
    expect(fault('reference').target).toBe('noTarget');
    expect(fault('auto_number', { pattern: 'A{yyyy}' }).pattern).toBe('badPattern');
    expect(fault('auto_number', { pattern: 'A{00}{00}' }).pattern).toBe('badPattern');
    expect(fault('auto_number', { pattern: 'A{week}-{00}' }).pattern).toBe('badPattern');
    expect(fault('auto_number', { pattern: 'A{yyyyMMdd}-{000}' })).toEqual({});
  });
});

describe('bodyOf', () => {
  it('tells that a text is sensitive, and keeps no default of it', () => {
    expect(bodyOf(draft('id_card', { sensitive: true }), true, 'size')).toMatchObject({ kind: 'id_card', sensitive: true });
    expect(bodyOf(draft('text', { sensitive: true, default: 'secret' }), true, 'size')).toMatchObject({ sensitive: true, default: null });
    expect(bodyOf(draft('integer', { sensitive: true }), true, 'size')).not.toHaveProperty('sensitive');
    expect(changeKind(draft('text', { sensitive: true }), 'integer').sensitive).toBe(false);
    expect(draftOf(field('x_card', { sensitive: true })).sensitive).toBe(true);
  });
  it('sends only what the kind knows', () => {
    const body = bodyOf(draft('integer', { name: 'size', min: '1', max: '', unique: true, required: true }), true, 'field_1');
    expect(body).toEqual({ name: 'x_size', kind: 'integer', labels: { en: 'Size' }, helps: null, required: true, unique: true, default: null, min: '1', max: null });
  });
  it('takes the fallback name, and no name at all for a change', () => {
    expect(bodyOf(draft('bool', { required: true }), true, 'field_1')).toMatchObject({ name: 'x_field_1', required: false });
    expect(bodyOf(draft('text'), false, 'field_1')).not.toHaveProperty('name');
  });
  it('keeps options through a change of kind, and drops what no longer fits', () => {
    const options = [{ ...newOption([]), labels: { en: 'Small' } }];
    const changed = changeKind(draft('choice', { options, unique: true }), 'multi_choice');
    expect(changed.options).toEqual(options);
    expect(changed.unique).toBe(false);
  });
  it('lets single choices alone say that a record is over', () => {
    const options = [{ ...newOption([]), labels: { en: 'Won' }, outcome: 'success' as const }];
    const sent = (kind: Kind) => bodyOf(draft(kind, { options }), false, 'size').options;
    expect(sent('choice')).toMatchObject([{ outcome: 'success' }]);
    expect(sent('multi_choice')).toEqual([{ name: 'option_1', labels: { en: 'Won' }, color: 'brand', active: true }]);
    const stage = field('x_stage', { kind: 'choice', options: [{ name: 'won', label: 'Won', labels: {}, color: 'ok', active: true, outcome: 'success' }, { name: 'new', label: 'New', labels: {}, color: 'info', active: true }] });
    expect(draftOf(stage).options.map((option) => option.outcome)).toEqual(['success', 'open']);
  });
  it('takes days from 1 to 3650 as the limit of a stage, and none where it closes the record', () => {
    const limited = (limit_days: string, outcome: Outcome = 'open') => draft('choice', { options: [{ ...newOption([]), labels: { en: 'New' }, outcome, limit_days }] });
    const faultOf = (drafted: FieldDraft) => checkDraft(drafted, object).options;
    expect(['', '1', '3650', ' 14 '].map((days) => faultOf(limited(days)))).toEqual([undefined, undefined, undefined, undefined]);
    expect(['0', '3651', '1.5', '-3', 'x'].map((days) => faultOf(limited(days)))).toEqual(Array(5).fill('badLimit'));
    const sent = (drafted: FieldDraft) => (bodyOf(drafted, false, 'size').options as { limit_days?: number | null }[]).map((option) => option.limit_days);
    expect(sent(limited(' 14 '))).toEqual([14]);
    expect(sent(limited(''))).toEqual([null]);
    expect(sent(limited('14', 'success'))).toEqual([null]);
    expect(faultOf(limited('x', 'failure'))).toBeUndefined();
    const stage = field('x_stage', { kind: 'choice', options: [{ name: 'new', label: 'New', labels: {}, color: 'info', active: true, limit_days: 7 }] });
    expect(draftOf(stage).options.map((option) => option.limit_days)).toEqual(['7']);
  });
  it('makes names of English labels only', () => {
    expect(nameFromLabel('Team size (2026)')).toBe('team_size_2026');
    expect(nameFromLabel('2026 Plan')).toBe('plan');
    expect(nameFromLabel('\u89c4\u6a21')).toBe('');
  });
});

describe('numbering', () => {
  it('shows the number as the server would give it', () => {
    expect(numberExample('L{yyyyMM}-{0000}', '2026-03-05', 1)).toBe('L202603-0001');
    expect(numberExample('{yyyyMMdd}{00}', '2026-03-05', 123)).toBe('20260305123');
    expect(hasCounter('{0}')).toBe(true);
  });
});

describe('a tree of options', () => {
  const names = (options: { name: string }[]) => options.map((option) => option.name);
  const start = emptyDraft('cascade').options;
  const [grown] = addNode(addNode(start, 'option_1')[0], 'option_1');

  it('grows below a node, with names that are the way to it', () => {
    expect(names(grown)).toEqual(['option_1', 'option_1/option_3', 'option_1/option_4', 'option_2']);
    expect(names(addNode(grown, '', 'option_1')[0])).toEqual(['option_1', 'option_1/option_3', 'option_1/option_4', 'option_5', 'option_2']);
  });
  it('moves and loses nodes with all below them', () => {
    expect(names(moveNode(grown, 'option_1', 1))).toEqual(['option_2', 'option_1', 'option_1/option_3', 'option_1/option_4']);
    expect(names(moveNode(grown, 'option_1/option_4', -1))).toEqual(['option_1', 'option_1/option_4', 'option_1/option_3', 'option_2']);
    expect(names(dropNode(grown, 'option_1'))).toEqual(['option_2']);
  });
  it('may have one name below different nodes only', () => {
    const named = (same: string) => grown.map((option, at) => ({ ...option, labels: { en: at < 2 ? same : `${same}${at}` } }));
    expect(fault('cascade', { options: named('Other') })).toEqual({});
    const twins = grown.map((option) => ({ ...option, labels: { en: 'Other' } }));
    expect(fault('cascade', { options: twins }).options).toBe('optionTwice');
  });
});

describe('rules of values', () => {
  it('are checked before the server is asked', () => {
    expect(fault('date', { min: '2026-02-01', max: '2026-01-01' }).max).toBe('badSpan');
    expect(fault('text', { format_pattern: '[A-Z' }).format_pattern).toBe('badPatternText');
    expect(fault('text', { format_pattern: '(a))' }).format_pattern).toBe('badPatternText');
    expect(fault('text', { format_pattern: '[(]\\(a' })).toEqual({});
  });
  it('are sent with the kinds that have them', () => {
    const text = draft('text', { format_pattern: ' \\d+ ', format_messages: { en: 'Digits' } });
    expect(bodyOf(text, true, 'f').format).toEqual({ pattern: '\\d+', messages: { en: 'Digits' } });
    expect(bodyOf(draft('text'), true, 'f').format).toBeNull();
    expect(bodyOf(draft('rating', { max: '10' }), true, 'f').max).toBe('10');
    expect(bodyOf(draft('integer'), true, 'f')).not.toHaveProperty('format');
    expect(bodyOf(draft('time', { min: '09:00' }), true, 'f')).toMatchObject({ min: '09:00', max: null });
  });
});

describe('the plural of an object', () => {
  it.each([
    ['Machine', 'Machines'],
    ['Machines', 'Machines'],
    ['Campus', 'Campuses'],
    ['Class', 'Classes'],
    ['Company', 'Companies'],
    ['', ''],
  ])('of %s is guessed', (label, plural) => expect(pluralOf(label)).toBe(plural));
});
