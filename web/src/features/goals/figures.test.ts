import { describe, expect, it } from 'vitest';
import { context } from '@/test/fields';
import { cellsOf as pastedCells } from '@/fields/shared/paste';
import type { TargetRow } from './api';
import { exactOf, paceOf, percentOf, shareOf, shortOf, standingOf, stepFrom } from './figures';
import { amountOf, cellsOf, keyOf, openRows, partsOf, sumBelow, total } from './grid';

describe('figures', () => {
  it('are short beside a bar and exact where one asks', () => {
    expect(shortOf({ currency: 'CNY' }, '1286000.5', context())).toBe('¥128.6 万');
    expect(exactOf({ currency: 'CNY' }, '1286000.5')).toBe('¥1,286,000.50');
    expect(shortOf({ currency: null }, '1286', context())).toBe('1,286');
    expect(shortOf({ currency: null }, null, context())).toBe('—');
    expect([percentOf({ percent: '76.5' }), percentOf({ percent: null })]).toEqual(['76.5%', '—']);
  });

  it('compare what is reached with the days that have passed', () => {
    const goal = { days: 30, days_begun: 15 };
    expect(paceOf(goal)).toBe(50);
    const at = (percent: string | null) => [standingOf(goal, { percent }), shareOf({ percent })];
    expect([at('49.9'), at('50'), at('130'), at(null)]).toEqual([['behind', 49.9], ['ahead', 50], ['done', 100], ['none', 0]]);
  });

  it('go a period back and on', () => {
    expect(stepFrom('2026-03-31', 'month', -1)).toBe('2026-02-01');
    expect(stepFrom('2026-12-31', 'month', 1)).toBe('2027-01-01');
    expect(stepFrom('2026-02-10', 'quarter', -1)).toBe('2025-10-01');
    expect(stepFrom('2026-02-10', 'year', 1)).toBe('2027-01-01');
  });
});

const row = (party: TargetRow['party'], id: string | null, parent: string | null = null): TargetRow => ({ party, id, name: id, parent, depth: 0, active: true });
const rows = [row('company', null), row('department', 'east'), row('department', 'shanghai', 'east'), row('person', 'wang', 'shanghai'), row('person', 'li', 'east'), row('person', 'boss')];

describe('a grid of amounts', () => {
  it('reads what is typed', () => {
    expect(['1,200', '30万', '12.50', '', '0', '0.00'].map((text) => amountOf(text, 'sum'))).toEqual(['1200', '300000', '12.5', null, null, null]);
    expect(['x', '-1', '1.005', '99999999999999'].map((text) => amountOf(text, 'sum'))).toEqual([undefined, undefined, undefined, undefined]);
    expect([amountOf('1.5', 'count'), amountOf('15', 'count')]).toEqual([undefined, '15']);
  });

  it('sums exactly, and of a department without an amount what its parts come to', () => {
    expect(total(['0.1', '0.2', null, undefined, '9999999999999.99'])).toBe('10000000000000.29');
    const parts = partsOf(rows);
    const amounts: Record<string, string> = { wang: '50.5', li: '100' };
    const below = (whose: string | null) => sumBelow(parts, whose, (one) => amounts[one.id ?? '']);
    expect([below('shanghai'), below('east'), below(null)]).toEqual(['50.5', '150.5', '150.5']);
    amounts.shanghai = '80';
    amounts.boss = '1';
    expect([below('east'), below(null)]).toEqual(['180', '181']);
    expect(sumBelow(parts, 'east', () => null)).toBeNull();
  });

  it('takes blocks from spreadsheets, and hides what is below a closed department', () => {
    expect(pastedCells('1\t2\r\n3\t\r\n')).toEqual([['1', '2'], ['3', '']]);
    expect(openRows(rows, new Set(['east'])).map(({ id }) => id)).toEqual([null, 'east', 'boss']);
    expect(openRows(rows, new Set(['shanghai'])).map(({ id }) => id)).toEqual([null, 'east', 'shanghai', 'li', 'boss']);
    expect(cellsOf([{ whose: null, starts_on: '2026-01-01', amount: '5' }])).toEqual({ [keyOf(null, '2026-01-01')]: '5' });
  });
});
