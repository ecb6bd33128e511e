/**
 * The formulas of a sub-table's columns, computed while a line is filled in: arithmetic and ROUND, in exact fractions,
 * as the server computes them. Whatever else a formula may say is left to the server.
 */
import type { Field, FieldValue, LineData, Money } from '@/api/types';

/** A fraction: over is above zero. */
interface Fraction {
  top: bigint;
  over: bigint;
}

/** A number, or an amount when it has a currency. */
interface Amount extends Fraction {
  currency?: string;
}

/** Nothing: a cell that is empty, or what can't be computed from one. */
type Result = Amount | null;

/** The formula says something that only the server knows. */
class Unknown extends Error {}

const TOKEN = /\s*(?:(\d+(?:\.\d+)?)(%)?|([A-Za-z_][A-Za-z0-9_]*)|([-+*/(),]))/y;

interface Token {
  number?: string;
  name?: string;
  sign?: string;
}

function tokens(text: string): Token[] {
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const match = TOKEN.exec(text);
    if (!match) throw new Unknown();
    const [, number, percent, name, sign] = match;
    if (percent) throw new Unknown();
    found.push({ number, name, sign });
  }
  return found;
}

function fraction(text: string): Fraction | null {
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text.trim());
  if (!match) return null;
  const [, sign = '', whole = '0', tail = ''] = match;
  const top = BigInt(whole + tail);
  return { top: sign ? -top : top, over: 10n ** BigInt(tail.length) };
}

/** To so many places, halves away from zero: the digits without the point. */
function rounded({ top, over }: Fraction, places: number): bigint {
  const scaled = top * 10n ** BigInt(places) * 2n;
  const half = scaled < 0n ? -over : over;
  return (scaled + half) / (2n * over);
}

/** Digits as a text with so many places. */
function withPoint(digits: bigint, places: number): string {
  const text = (digits < 0n ? -digits : digits).toString().padStart(places + 1, '0');
  const whole = text.slice(0, text.length - places);
  return `${digits < 0n ? '-' : ''}${whole}${places ? `.${text.slice(text.length - places)}` : ''}`;
}

function cellAmount(value: FieldValue, column: Field): Result {
  if (value === null || value === undefined || value === '') return null;
  if (column.kind === 'money') {
    const money = value as Money;
    const amount = typeof value === 'object' ? fraction(money.amount) : null;
    return amount && { ...amount, currency: money.currency };
  }
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const number = fraction(String(value));
  // A percentage counts as its fraction.
  return number && column.kind === 'percent' ? { ...number, over: number.over * 100n } : number;
}

const NUMBERS = new Set(['integer', 'decimal', 'money', 'percent']);

class Reader {
  private at = 0;
  constructor(
    private readonly parts: Token[],
    private readonly cell: (name: string) => Result,
  ) {}

  all(): Result {
    const value = this.sum();
    if (this.at < this.parts.length) throw new Unknown();
    return value;
  }

  private take(...signs: string[]): string | undefined {
    const sign = this.parts[this.at]?.sign;
    if (sign === undefined || !signs.includes(sign)) return undefined;
    this.at += 1;
    return sign;
  }

  private sum(): Result {
    let left = this.product();
    for (let sign = this.take('+', '-'); sign; sign = this.take('+', '-')) left = combine(sign, left, this.product());
    return left;
  }

  private product(): Result {
    let left = this.one();
    for (let sign = this.take('*', '/'); sign; sign = this.take('*', '/')) left = combine(sign, left, this.one());
    return left;
  }

  private one(): Result {
    if (this.take('-')) {
      const value = this.one();
      return value && { ...value, top: -value.top };
    }
    if (this.take('(')) {
      const value = this.sum();
      if (!this.take(')')) throw new Unknown();
      return value;
    }
    const part = this.parts[this.at];
    this.at += 1;
    if (part?.number) return fraction(part.number);
    if (!part?.name) throw new Unknown();
    if (part.name.toUpperCase() === 'ROUND' && this.take('(')) return this.round();
    return this.cell(part.name);
  }

  private round(): Result {
    const value = this.sum();
    const places = this.take(',') ? this.sum() : { top: 0n, over: 1n };
    if (!this.take(')') || !places || places.top < 0n || places.top % places.over !== 0n) throw new Unknown();
    const count = Number(places.top / places.over);
    return value && { ...value, top: rounded(value, count), over: 10n ** BigInt(count) };
  }
}

function combine(sign: string, a: Result, b: Result): Result {
  if (!a || !b) return null;
  if (a.currency && b.currency && a.currency !== b.currency) return null;
  let currency = a.currency ?? b.currency;
  let { top, over } = a;
  if (sign === '+' || sign === '-') {
    top = a.top * b.over + (sign === '+' ? b.top : -b.top) * a.over;
    over = a.over * b.over;
  } else if (sign === '*') {
    top = a.top * b.top;
    over = a.over * b.over;
  } else {
    if (b.top === 0n) return null;
    top = a.top * b.over * (b.top < 0n ? -1n : 1n);
    over = a.over * (b.top < 0n ? -b.top : b.top);
    if (b.currency) currency = undefined;
  }
  return { top, over, currency };
}

/** A number as the column keeps it. */
function kept(value: Result, column: Field, currency: string): FieldValue {
  if (!value) return null;
  const places = column.kind === 'integer' ? 0 : (column.scale ?? 2);
  const number = column.kind === 'percent' ? { ...value, top: value.top * 100n } : value;
  const text = withPoint(rounded(number, places), places);
  if (column.kind === 'integer') return Number(text);
  return column.kind === 'money' ? { amount: text, currency: value.currency ?? currency } : text;
}

/** What a column's formula gives for a line; undefined when only the server can tell. */
function compute(column: Field, line: LineData, columns: Field[], currency: string, depth: number): FieldValue | undefined {
  const formula = column.computed?.formula;
  if (!formula || depth > columns.length || !NUMBERS.has(column.kind)) return undefined;
  const cell = (name: string): Result => {
    const other = columns.find((one) => one.name === name);
    if (!other || !NUMBERS.has(other.kind)) throw new Unknown();
    if (!other.computed) return cellAmount(line[name], other);
    const value = compute(other, line, columns, currency, depth + 1);
    if (value === undefined) throw new Unknown();
    return cellAmount(value, other);
  };
  try {
    return kept(new Reader(tokens(formula), cell).all(), column, currency);
  } catch (error) {
    if (error instanceof Unknown) return undefined;
    throw error;
  }
}

/** The line with its computed columns; those that only the server can tell are undefined. */
export function computed(line: LineData, columns: Field[], currency: string): LineData {
  const values = columns.filter((column) => column.computed).map((column) => [column.name, compute(column, line, columns, currency, 0)]);
  return { ...line, ...Object.fromEntries(values) };
}

/** The sum of a column; nothing when it has several currencies or a cell is still to be computed. */
export function sumOf(column: Field, lines: LineData[], currency: string): FieldValue {
  let total: Result = { top: 0n, over: 1n };
  for (const line of lines) {
    const value = line[column.name];
    if (column.computed && value === undefined) return null;
    // A text that is no number counts for nothing, as an empty cell.
    const amount = cellAmount(value, column);
    if (amount) total = combine('+', total, amount);
    if (!total) return null;
  }
  return kept(total, column, currency);
}
