/** What the grid needs to know of a column, and where the focus is. */
import type { Field, ObjectMeta } from '@/api/types';
import type { Look } from '@/fields/types';
import { kindOf } from '@/fields/registry';

export interface Column {
  field: Field;
  width: number;
  /** The name of the record: pinned, with a link. */
  isName: boolean;
  /** Stays in sight at this many pixels from the left. */
  left?: number;
  /** The last one that does. */
  edge?: boolean;
  look: Look;
}

export interface CellAt {
  row: number;
  col: number;
}

const SELECT_WIDTH = 44;
const NAME_WIDTH = 232;
export const MIN_WIDTH = 64;

/** A choice is as wide as its longest option, within reason; other kinds have a width of their own. */
function naturalWidth(field: Field): number {
  const { width } = kindOf(field);
  if (field.kind !== 'choice') return width;
  const halves = (label: string) => [...label].reduce((sum, char) => sum + (char > '\u2e80' ? 2 : 1), 0);
  const longest = Math.max(0, ...(field.options ?? []).map((option) => halves(option.label)));
  return Math.min(Math.max(longest * 6.5 + 54, 88), 200);
}

/** Colour is for meaning: the stage, and one more choice; further choices are plain text. */
export function columnsOf(meta: ObjectMeta, names: string[], widths: Record<string, number>, pinned: string[] = []): Column[] {
  let labels = 1;
  const columns: Column[] = names.flatMap((name) => {
    const field = meta.fields.find((one) => one.name === name);
    if (!field) return [];
    const isName = name === meta.name_field;
    const natural = isName ? NAME_WIDTH : naturalWidth(field);
    let look: Look = 'plain';
    if (name === meta.stage_field) look = 'status';
    else if (field.kind === 'choice' && labels-- > 0) look = 'label';
    return { field, isName, look, width: Math.max(widths[name] ?? natural, MIN_WIDTH) };
  });
  let left = SELECT_WIDTH;
  let last: Column | undefined;
  for (const column of columns) {
    if (!column.isName && !pinned.includes(column.field.name)) break;
    column.left = left;
    left += column.width;
    last = column;
  }
  if (last) last.edge = true;
  return columns;
}

export const rowWidth = (columns: Column[]): number =>
  columns.reduce((sum, column) => sum + column.width, SELECT_WIDTH);
