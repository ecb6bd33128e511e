/** What became of lines: which came, which went, and which cells of the others changed. */
import type { Field, FieldValue, LineData } from '@/api/types';
import { isEmpty } from '../types';
import { asLines } from './value';

export type LineChange =
  | { kind: 'added' | 'removed'; number: number; line: LineData }
  | { kind: 'changed'; number: number; cells: { column: Field; old: FieldValue; value: FieldValue }[] }
  | { kind: 'moved' };

const same = (a: unknown, b: unknown) => (isEmpty(a) && isEmpty(b)) || JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

export function changesOf(field: Field, old: FieldValue, value: FieldValue): LineChange[] {
  const [before, after] = [asLines(old), asLines(value)];
  const columns = field.columns ?? [];
  const changes: LineChange[] = [];
  after.forEach((line, at) => {
    const known = before.find((one) => one.id === line.id);
    if (!known) return changes.push({ kind: 'added', number: at + 1, line });
    const cells = columns.filter((column) => !same(known[column.name], line[column.name])).map((column) => ({ column, old: known[column.name], value: line[column.name] }));
    return cells.length > 0 && changes.push({ kind: 'changed', number: at + 1, cells });
  });
  before.forEach((line, at) => {
    if (!after.some((one) => one.id === line.id)) changes.push({ kind: 'removed', number: at + 1, line });
  });
  const ids = (lines: LineData[], among: LineData[]) => lines.filter((line) => among.some((one) => one.id === line.id)).map((line) => line.id);
  if (ids(before, after).join() !== ids(after, before).join()) changes.push({ kind: 'moved' });
  return changes;
}
