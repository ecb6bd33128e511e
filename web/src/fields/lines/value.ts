/** Lines as values: how many, how they go to the server, how a new one begins. */
import type { TFunction } from 'i18next';
import type { Field, FieldValue, LineCount, LineData } from '@/api/types';
import { isEmpty, type Fault } from '../types';

export const asLines = (value: unknown): LineData[] => (Array.isArray(value) ? (value as LineData[]) : []);

/** A record tells the lines, a list how many there are. */
export function countOf(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  return typeof value === 'object' && value !== null && 'count' in value ? (value as LineCount).count : 0;
}

/** References go as ids; what the server computes goes along and is left alone there. */
function cellToWire(value: FieldValue): unknown {
  return typeof value === 'object' && value !== null && 'object' in value ? value.id : value;
}

export function linesToWire(value: FieldValue): unknown {
  if (!Array.isArray(value) || value.length === 0) return null;
  return asLines(value).map((line) => Object.fromEntries(Object.entries(line).map(([name, cell]) => [name, cellToWire(cell)])));
}

/** A new line with the defaults that are constants; those that are formulas are the server's. */
export function newLine(field: Field, today: string): LineData {
  const cells = (field.columns ?? []).flatMap((column): [string, FieldValue][] => {
    const value = column.default;
    if (value === null || value === undefined) return [];
    if (typeof value === 'object' && 'formula' in value) return [];
    if (typeof value === 'object' && 'now' in value) return [[column.name, today]];
    return [[column.name, value as FieldValue]];
  });
  return Object.fromEntries(cells);
}

/** The columns that a person fills in. */
export const fillable = (field: Field): Field[] => (field.columns ?? []).filter((column) => !column.computed);

/** Without the lines at the end that nobody put anything in: new ones as they began, and empty ones. */
export function withoutBlankEnd(lines: LineData[], field: Field, fresh: LineData): LineData[] {
  const columns = fillable(field).map((column) => column.name);
  const filled = (line: LineData) =>
    columns.some((name) => !isEmpty(line[name])) && (line.id !== undefined || columns.some((name) => line[name] !== fresh[name]));
  return lines.slice(0, lines.findLastIndex(filled) + 1);
}

/** Why a cell is refused, in words: a name that nobody goes by is no missing option. */
export const reasonOf = (fault: Fault, column: Field, t: TFunction): string =>
  column.kind === 'reference' && fault.code === 'option' ? t('fields.nothingFound') : t(`fields.fault.${fault.code}`, { limit: fault.limit });
