import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Field, Filter, Kind } from '@/api/types';
import { applyRules } from './apply';
import { compareNumbers, evaluate } from './evaluate';

const KINDS: Record<string, Kind> = {
  title: 'text', stage: 'choice', lines: 'multi_choice', quantity: 'integer', price: 'decimal', amount: 'money', signed: 'date', seen_at: 'datetime', vip: 'bool', account: 'reference', partners: 'multi_reference',
};
const fieldOf = (name: string) => ({ kind: KINDS[name] ?? 'text' });

interface Case {
  rule: Filter;
  record: Record<string, unknown>;
  holds: boolean;
}
const cases = JSON.parse(readFileSync(resolve(process.cwd(), '../crates/shuke-expr/tests/rules.json'), 'utf8')) as Case[];

describe('conditions of rules', () => {
  it('shares its cases with the server', () => expect(cases.length).toBeGreaterThan(40));
  it.each(cases.map((one) => [JSON.stringify(one.rule), JSON.stringify(one.record), one] as const))('%s on %s', (_rule, _record, one) => {
    expect(evaluate(one.rule, one.record, fieldOf)).toBe(one.holds);
  });
  it('takes a reference as the form has it', () => {
    const rule: Filter = { field: 'account', op: 'eq', value: 'a1' };
    expect(evaluate(rule, { account: { id: 'a1', object: 'account', name: 'x' } }, fieldOf)).toBe(true);
    const several: Filter = { field: 'partners', op: 'contains', value: 'a1' };
    expect(evaluate(several, { partners: [{ id: 'a1', object: 'account', name: 'x' }] }, fieldOf)).toBe(true);
    expect(evaluate(several, { partners: [] }, fieldOf)).toBe(false);
  });
});

describe('compareNumbers', () => {
  it.each([['1', '1.00', 0], ['-0', '0', 0], ['2', '10', -1], ['-2', '-10', 1], ['0.1', '0.09', 1], ['999999999999999.98', '999999999999999.99', -1], ['-1', '1', -1], ['007', '7', 0]])('%s and %s', (a, b, order) => {
    expect(compareNumbers(a, b)).toBe(order);
  });
});

describe('applyRules', () => {
  const field = (name: string, more: Partial<Field> = {}) => ({ name, label: name, kind: 'text', required: false, ...more }) as Field;
  const stage = (value: string): Filter => ({ field: 'stage', op: 'eq', value });
  const meta = {
    fields: [
      field('stage', { kind: 'choice' }),
      field('reason', { required: true, rules: { visible_when: stage('lost') } }),
      field('signed', { kind: 'date', rules: { required_when: stage('won') } }),
      field('amount', { kind: 'money', rules: { read_only_when: stage('won') } }),
    ],
    checks: [{ holds: { or: [{ not: stage('won') }, { field: 'amount', op: 'gte', value: '10' }] } as Filter, message: 'ten at least', messages: {}, fields: ['amount'], active: true }],
  };
  it('shows, asks and locks as the record stands', () => {
    const fresh = applyRules(meta, { stage: 'new' });
    expect([...fresh.hidden]).toEqual(['reason']);
    expect([...fresh.required]).toEqual([]);
    const lost = applyRules(meta, { stage: 'lost' });
    expect([...lost.hidden]).toEqual([]);
    expect([...lost.required]).toEqual(['reason']);
    const won = applyRules(meta, { stage: 'won', amount: { amount: '9.99', currency: 'CNY' } });
    expect([...won.required]).toEqual(['signed']);
    expect([...won.locked]).toEqual(['amount']);
    expect(won.broken).toEqual([{ field: 'amount', message: 'ten at least' }]);
  });
});
