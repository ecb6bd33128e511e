/** Whether a record meets the condition of a rule: the same trees, with the same meaning, as on the server. The cases that
 *  both have to agree on are in crates/shuke-expr/tests/rules.json. */
import type { Field, Filter, FilterTest, Kind, Op } from '@/api/types';

type Values = Record<string, unknown>;
type FieldOf = (name: string) => Pick<Field, 'kind'> | undefined;

const NUMBERS: Kind[] = ['integer', 'decimal', 'money', 'percent', 'rating'];
const SAME: Op[] = ['eq', 'ne', 'in', 'not_in'];
const ORDER: Op[] = ['lt', 'lte', 'gt', 'gte', 'between'];
export const FILLED: Op[] = ['empty', 'not_empty'];

/** The operators that a rule may use on a field of this kind. */
export function ruleOperators(kind: Kind): Op[] {
  if (NUMBERS.includes(kind) || kind === 'date') return [...SAME, ...ORDER, ...FILLED];
  if (kind === 'text' || kind === 'long_text') return [...SAME, 'contains', 'not_contains', 'starts_with', 'ends_with', ...FILLED];
  if (['bool', 'choice', 'cascade', 'reference', 'user', 'department'].includes(kind)) return [...SAME, ...FILLED];
  if (kind === 'multi_choice' || kind === 'tags' || kind === 'multi_reference') return ['contains', 'not_contains', 'in', 'not_in', ...FILLED];
  return FILLED;
}

/** A value as it is compared: amounts without currency, references by id, nothing as null. */
function plain(value: unknown): unknown {
  if (value === undefined || value === null || value === '') return null;
  if (Array.isArray(value)) return value.length ? value.map((one) => (typeof one === 'object' ? plain(one) : (one as unknown))) : null;
  if (typeof value === 'object') {
    if ('amount' in value) return plain(value.amount);
    if ('id' in value) return plain(value.id);
  }
  return value;
}

/** Exact order of decimals of any length, as texts or numbers. */
export function compareNumbers(a: string, b: string): number {
  const split = (text: string) => {
    const [, sign, whole = '', fraction = ''] = /^([-+]?)(\d*)(?:\.(\d*))?$/.exec(text.trim()) ?? [];
    const digits = whole.replace(/^0+/, '');
    const rest = fraction.replace(/0+$/, '');
    return { negative: sign === '-' && (digits !== '' || rest !== ''), digits, rest };
  };
  const [x, y] = [split(a), split(b)];
  if (x.negative !== y.negative) return x.negative ? -1 : 1;
  const size = x.digits.length - y.digits.length || (x.digits < y.digits ? -1 : x.digits > y.digits ? 1 : 0) || (x.rest < y.rest ? -1 : x.rest > y.rest ? 1 : 0);
  return Math.sign(x.negative ? -size : size) || 0;
}

function compare(a: unknown, b: unknown, kind: Kind | undefined): number | null {
  if (a === null || b === null) return null;
  if (kind && NUMBERS.includes(kind)) return compareNumbers(String(a), String(b));
  if (typeof a === 'boolean' || typeof b === 'boolean') return Number(a === true) - Number(b === true);
  const [x, y] = [String(a), String(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Only A to Z, as the server does. */
const small = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

function oneOf(value: unknown, wanted: unknown, kind: Kind | undefined): boolean {
  return (Array.isArray(wanted) ? wanted : [wanted]).some((entry) => {
    const other = plain(entry);
    if (other === null) return value === null;
    if (Array.isArray(value)) return value.includes(other);
    return compare(value, other, kind) === 0;
  });
}

function contains(value: unknown, part: unknown): boolean {
  if (Array.isArray(value)) return value.includes(part);
  return value !== null && small(String(value)).includes(small(String(part)));
}

function test({ op, value: given }: FilterTest, value: unknown, kind: Kind | undefined): boolean {
  const wanted = plain(given);
  const order = (other: unknown) => compare(value, plain(other), kind);
  const is = (other: unknown, fits: (order: number) => boolean) => {
    const found = order(other);
    return found !== null && fits(found);
  };
  switch (op) {
    case 'eq':
      return wanted === null ? value === null : order(wanted) === 0;
    case 'ne':
      return wanted === null ? value !== null : order(wanted) !== 0;
    case 'in':
      return oneOf(value, given, kind);
    case 'not_in':
      return !oneOf(value, given, kind);
    case 'lt':
      return is(wanted, (found) => found < 0);
    case 'lte':
      return is(wanted, (found) => found <= 0);
    case 'gt':
      return is(wanted, (found) => found > 0);
    case 'gte':
      return is(wanted, (found) => found >= 0);
    case 'between': {
      const [from, to] = Array.isArray(given) ? (given as unknown[]) : [];
      return (plain(from) === null || is(from, (found) => found >= 0)) && (plain(to) === null || is(to, (found) => found <= 0)) && value !== null;
    }
    case 'contains':
      return contains(value, wanted);
    case 'not_contains':
      return !contains(value, wanted);
    case 'starts_with':
      return value !== null && String(value).startsWith(String(wanted));
    case 'ends_with':
      return value !== null && String(value).endsWith(String(wanted));
    case 'empty':
      return value === null;
    case 'not_empty':
      return value !== null;
    case 'within':
    case 'under':
      return false;
  }
}

/** Whether the values meet the condition; an empty one is met by all. */
export function evaluate(filter: Filter | Record<string, never>, values: Values, fieldOf: FieldOf): boolean {
  if ('and' in filter) return filter.and.every((part) => evaluate(part, values, fieldOf));
  if ('or' in filter) return filter.or.some((part) => evaluate(part, values, fieldOf));
  if ('not' in filter) return !evaluate(filter.not, values, fieldOf);
  if (!('field' in filter)) return true;
  const one = filter as FilterTest;
  return test(one, plain(values[one.field]), fieldOf(one.field)?.kind);
}

/** The fields that a condition asks for. */
export function fieldsAsked(filter: Filter | Record<string, never>): string[] {
  if ('and' in filter) return filter.and.flatMap(fieldsAsked);
  if ('or' in filter) return filter.or.flatMap(fieldsAsked);
  if ('not' in filter) return fieldsAsked(filter.not);
  return 'field' in filter ? [(filter as FilterTest).field] : [];
}
