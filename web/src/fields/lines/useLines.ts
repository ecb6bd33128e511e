/** The lines of a sub-table while they are filled in: what is wrong stays as it was typed, with the reason. */
import { useRef, useState } from 'react';
import { useObjects } from '@/api/meta';
import type { Field, FieldValue, LineData } from '@/api/types';
import { randomId } from '@/ui/randomId';
import { useFormatContext } from '../context';
import { today } from '../format/date';
import { isEmpty, type EditorProps, type Fault } from '../types';
import { computed } from './formula';
import { namedRecords } from '../shared/named';
import { cellsOf, readCell } from '../shared/paste';
import { asLines, fillable, newLine, withoutBlankEnd } from './value';

export interface Row {
  /** Stable while editing, so that rows keep their place and focus. */
  key: string;
  line: LineData;
  faults: Record<string, Fault>;
}

const rowOf = (line: LineData): Row => ({ key: line.id ?? randomId(), line, faults: {} });

/** The first thing that is wrong. */
const faultOf = (rows: Row[]): Fault | undefined => rows.flatMap((row) => Object.values(row.faults))[0];

export function useLines({ field, value, onChange, autoFocus }: Pick<EditorProps, 'field' | 'value' | 'onChange' | 'autoFocus'>) {
  const context = useFormatContext();
  const objects = useObjects();
  const columns = field.columns ?? [];
  const fresh = () => rowOf(newLine(field, today(context)));
  // Whoever opens it to fill it in begins with a line; it counts once something is in it.
  const [rows, setRows] = useState<Row[]>(() => (asLines(value).length > 0 || !autoFocus ? asLines(value).map(rowOf) : [fresh()]));
  const latest = useRef(rows);
  const most = Number(field.max) || 500;

  const apply = (next: Row[]) => {
    latest.current = next.slice(0, most).map((row) => ({ ...row, line: computed(row.line, columns, context.currency) }));
    setRows(latest.current);
    const lines = latest.current.map((row) => row.line);
    onChange(withoutBlankEnd(lines, field, newLine(field, today(context))), faultOf(latest.current));
  };
  const change = (key: string, part: (row: Row) => Row) => apply(latest.current.map((row) => (row.key === key ? part(row) : row)));

  const set = (key: string, column: Field, cell: FieldValue, fault?: Fault) =>
    change(key, (row) => {
      const { [column.name]: _, ...faults } = row.faults;
      return { ...row, line: { ...row.line, [column.name]: cell }, faults: fault ? { ...faults, [column.name]: fault } : faults };
    });
  const add = () => apply([...latest.current, fresh()]);
  const duplicate = (at: number) => {
    const row = latest.current[at];
    if (!row) return;
    const { id: _, ...line } = row.line;
    apply([...latest.current.slice(0, at + 1), { ...rowOf(line), faults: row.faults }, ...latest.current.slice(at + 1)]);
  };
  const remove = (at: number) => apply(latest.current.filter((_, index) => index !== at));
  const move = (at: number, by: -1 | 1) => {
    const next = [...latest.current];
    const [row] = next.splice(at, 1);
    if (row) next.splice(at + by, 0, row);
    apply(next);
  };

  /** Names that were pasted become the records that go by them, where just one does. */
  const resolve = async (column: Field, keys: string[]) => {
    const target = objects.find((one) => one.name === column.target);
    const texts = (row: Row) => (keys.includes(row.key) && row.faults[column.name] ? String(row.line[column.name]) : '');
    const found = target && (await namedRecords(target, latest.current.map(texts).filter(Boolean)).catch(() => null));
    if (!found) return;
    apply(
      latest.current.map((row) => {
        const ref = found.get(texts(row));
        if (!ref) return row;
        const { [column.name]: _, ...faults } = row.faults;
        return { ...row, line: { ...row.line, [column.name]: ref }, faults };
      }),
    );
  };

  /** A table from the clipboard, put in from a cell on: over the rows that are there, and on into new ones. */
  const paste = (text: string, at: number, column: Field | undefined) => {
    const table = cellsOf(text);
    const open = fillable(field);
    const width = Math.max(...table.map((cells) => cells.length));
    const start = column ? open.indexOf(column) : 0;
    // A copy of the whole table has the computed columns, too, which are passed over.
    const whole = width > open.length - start;
    const over = whole ? columns.slice(column ? columns.indexOf(column) : 0) : open.slice(Math.max(start, 0));
    const next = [...latest.current];
    const touched: string[] = [];
    table.forEach((cells, index) => {
      const row = next[at + index] ?? fresh();
      const filled = { ...row, line: { ...row.line }, faults: { ...row.faults } };
      cells.forEach((cell, place) => {
        const into = over[place];
        if (!into || into.computed) return;
        const read = readCell(cell, into, context);
        filled.line[into.name] = read.value;
        delete filled.faults[into.name];
        if (read.fault) filled.faults[into.name] = read.fault;
      });
      next[at + index] = filled;
      touched.push(filled.key);
    });
    apply(next);
    for (const one of over.filter((other) => other.kind === 'reference')) void resolve(one, touched);
    return { rows: touched.length, cut: Math.max(0, next.length - most) };
  };

  /** Required cells that are empty, once a line is begun. */
  const missing = (row: Row, column: Field) => column.required && isEmpty(row.line[column.name]);

  return { rows, columns, most, full: rows.length >= most, set, add, duplicate, remove, move, paste, missing };
}
