import { describe, expect, it } from 'vitest';
import type { Field, Kind } from '@/api/types';
import { assign, checkMapping, guessKind, keyCandidates, nameFromHeader, targets, templateCsv } from './mapping';
import type { ImportColumn, ImportPlan } from './types';

const field = (name: string, kind: Kind = 'text', more: Partial<Field> = {}): Field => ({
  name, label: name.toUpperCase(), labels: {}, kind, required: false, unique: false, read_only: false, system: false, custom: false,
  access: 'write', help: null, default: null, sortable: true, filterable: true, ...more,
});
const fields = [
  field('name', 'text', { required: true }),
  field('mobile', 'phone', { unique: true }),
  field('status', 'choice', { required: true, default: 'new' }),
  field('score', 'integer', { access: 'read' }),
  field('created_at', 'datetime', { read_only: true }),
  field('related', 'record'),
];
const columns: ImportColumn[] = ['Name', 'Phone', 'Mobile'].map((header, index) => ({ index, header, samples: [], field: null }));
const plan = (mapping: ImportPlan['mapping'], more: Partial<ImportPlan> = {}): ImportPlan => ({ mode: 'insert', key: [], create_references: false, duplicates: 'allow', overwrite: false, links: {}, mapping, ...more });

describe('targets', () => {
  it('offers only what the caller may write from a file', () => {
    expect(targets(fields).map((f) => f.name)).toEqual(['name', 'mobile', 'status']);
  });
  it('puts unique fields first among the keys', () => {
    expect(keyCandidates(fields).map((f) => f.name)).toEqual(['mobile', 'name', 'score']);
  });
});

describe('checkMapping', () => {
  it('misses required fields without a default, when records are created', () => {
    const check = checkMapping(plan({ Phone: 'mobile' }), columns, fields);
    expect(check.missing.map((f) => f.name)).toEqual(['name']);
    expect(check.ok).toBe(false);
    expect(checkMapping(plan({ Phone: 'mobile' }, { mode: 'update', key: ['mobile'] }), columns, fields).ok).toBe(true);
  });
  it('refuses two columns for one field and names both', () => {
    const check = checkMapping(plan({ Name: 'name', Phone: 'mobile', Mobile: 'mobile' }), columns, fields);
    expect(check.clashes).toEqual([{ field: 'mobile', headers: ['Phone', 'Mobile'] }]);
    expect(check.ok).toBe(false);
  });
  it('refuses a header that occurs twice only while it is used', () => {
    const twice = [...columns, { index: 3, header: 'Phone', samples: [], field: null }];
    expect(checkMapping(plan({ Name: 'name', Phone: 'mobile' }), twice, fields).twins).toEqual(['Phone']);
    expect(checkMapping(plan({ Name: 'name', Phone: null }), twice, fields).ok).toBe(true);
  });
  it('wants a key that is filled for update and upsert', () => {
    expect(checkMapping(plan({ Name: 'name' }, { mode: 'upsert' }), columns, fields).needsKey).toBe(true);
    const unfilled = checkMapping(plan({ Name: 'name' }, { mode: 'upsert', key: ['mobile'] }), columns, fields);
    expect(unfilled.keyUnmapped).toEqual(['mobile']);
    expect(unfilled.ok).toBe(false);
  });
  it('refuses a run that fills nothing', () => {
    expect(checkMapping(plan({}, { mode: 'update', key: [] }), columns, fields).ok).toBe(false);
  });
});

describe('assign', () => {
  it('takes the field away from the column that had it', () => {
    expect(assign(plan({ Phone: 'mobile', Name: 'name' }), 'Mobile', 'mobile').mapping).toEqual({ Phone: null, Name: 'name', Mobile: 'mobile' });
  });
  it('leaves a column out', () => {
    expect(assign(plan({ Phone: 'mobile' }), 'Phone', null).mapping).toEqual({ Phone: null });
  });
});

describe('a new field from a column', () => {
  it.each<[string[], Kind]>([
    [['a@b.cn', 'c@d.com'], 'email'],
    [['13800001111', '0512-66881200'], 'phone'],
    [['2026/1/3', '2026-11-30'], 'date'],
    [['2026\u5e741\u67083\u65e5'], 'date'],
    [['2026-01-03 10:30'], 'datetime'],
    [['12%', '3.5 %'], 'percent'],
    [['\u00a51,200.50'], 'money'],
    [['12', '-3', ''], 'integer'],
    [['12.5', '1,000'], 'decimal'],
    [['12', 'abc'], 'text'],
    [['', ' '], 'text'],
    [['x'.repeat(200)], 'long_text'],
  ])('reads %j as %s', (samples, kind) => expect(guessKind(samples)).toBe(kind));

  it('makes free names of Latin headers, and none of the others', () => {
    expect(nameFromHeader('Team Size (2026)', [])).toBe('x_team_size_2026');
    expect(nameFromHeader('Team', ['x_team'])).toBe('x_team_1');
    expect(nameFromHeader('2026 Plan', [])).toBe('x_plan');
    expect(nameFromHeader('\u89c4\u6a21', [])).toBeNull();
  });
  it('writes a template that spreadsheet programs open in the right encoding', () => {
    expect(templateCsv(fields)).toBe('\ufeffNAME,MOBILE,STATUS\r\n');
  });
});
