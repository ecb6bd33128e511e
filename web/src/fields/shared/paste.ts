/** A table copied from a spreadsheet: rows by line breaks, cells by tabs, quoted cells kept whole. */
import type { Field, FieldValue } from '@/api/types';
import { registry } from '../registry';
import type { Fault, FormatContext } from '../types';

/** The rows and cells of a clipboard's text. */
export function cellsOf(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (quoted) {
      if (sign === '"' && text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else if (sign === '"') quoted = false;
      else cell += sign;
    } else if (sign === '"' && cell === '') quoted = true;
    else if (sign === '\t' || sign === '\n') {
      rows.at(-1)?.push(cell);
      cell = '';
      if (sign === '\n') rows.push([]);
    } else if (sign !== '\r') cell += sign;
  }
  rows.at(-1)?.push(cell);
  // A spreadsheet ends the last row, too.
  return rows.length > 1 && rows.at(-1)?.length === 1 && rows.at(-1)?.[0] === '' ? rows.slice(0, -1) : rows;
}

/** Whether the text is a table and not one cell's worth. */
export const isTable = (text: string): boolean => /[\t\n]/.test(text.replace(/\r?\n$/, ''));

export interface PastedCell {
  value: FieldValue;
  /** What was pasted stands in `value` then. */
  fault?: Fault;
}

/** One pasted text as a column reads it. */
export function readCell(text: string, column: Field, context: FormatContext): PastedCell {
  const parsed = registry[column.kind].parse(text, column, context);
  return 'fault' in parsed ? { value: text.trim(), fault: parsed.fault } : { value: parsed.value };
}
