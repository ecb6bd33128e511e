/** The grid of amounts: what is typed, and what parts come to. Amounts are texts; sums go by whole hundredths. */
import { parseDecimal } from '@/fields/format/number';
import type { Measure, Target, TargetRow } from './api';

/** Amounts by whose and which period. */
export type Cells = Readonly<Record<string, string>>;

export const PLACES = 2;
const MOST = 9_999_999_999_999;

export const keyOf = (whose: string | null, period: string): string => `${whose ?? ''}@${period}`;

export const cellsOf = (targets: Target[]): Cells => Object.fromEntries(targets.map((one) => [keyOf(one.whose, one.starts_on), one.amount ?? '']));

/** What was typed as an amount; nothing where there is none, `undefined` where it can't be read. */
export function amountOf(text: string, measure: Measure): string | null | undefined {
  const parsed = parseDecimal(text, { scale: measure === 'count' ? 0 : PLACES, min: 0, max: MOST });
  if ('fault' in parsed) return undefined;
  const value = parsed.value === null ? null : String(parsed.value);
  return value === null || /^0(\.0*)?$/.test(value) ? null : value;
}

function hundredths(amount: string | null | undefined): bigint {
  const match = /^(\d+)(?:\.(\d*))?$/.exec(amount ?? '');
  return match ? BigInt((match[1] ?? '0') + (match[2] ?? '').padEnd(PLACES, '0').slice(0, PLACES)) : 0n;
}

function textOf(sum: bigint): string {
  const digits = sum.toString().padStart(PLACES + 1, '0');
  const tail = digits.slice(-PLACES).replace(/0+$/, '');
  return digits.slice(0, -PLACES) + (tail ? `.${tail}` : '');
}

export const total = (amounts: (string | null | undefined)[]): string => textOf(amounts.reduce((sum, amount) => sum + hundredths(amount), 0n));

/** Which rows stand directly below each: the company's are the departments and people that have no department above. */
export function partsOf(rows: TargetRow[]): ReadonlyMap<string | null, TargetRow[]> {
  const parts = new Map<string | null, TargetRow[]>();
  for (const row of rows) {
    if (row.party === 'company') continue;
    const beside = parts.get(row.parent);
    if (beside) beside.push(row);
    else parts.set(row.parent, [row]);
  }
  return parts;
}

/** What the parts of a whole come to in a period; of a department without an amount of its own, what its parts come to. */
export function sumBelow(parts: ReadonlyMap<string | null, TargetRow[]>, whose: string | null, amount: (row: TargetRow) => string | null | undefined): string | null {
  const below = (of: string | null): bigint | null => {
    const all = (parts.get(of) ?? []).map((row) => {
      const own = amount(row);
      return own ? hundredths(own) : row.party === 'department' ? below(row.id) : null;
    });
    const known = all.filter((one) => one !== null);
    return known.length > 0 ? known.reduce((sum, one) => sum + one, 0n) : null;
  };
  const sum = below(whose);
  return sum === null ? null : textOf(sum);
}

/** Rows that no closed department hides. */
export function openRows(rows: TargetRow[], closed: ReadonlySet<string>): TargetRow[] {
  const hidden = new Set<string>();
  return rows.filter((row) => {
    const away = row.parent !== null && (closed.has(row.parent) || hidden.has(row.parent));
    if (away && row.party === 'department' && row.id) hidden.add(row.id);
    return !away;
  });
}
