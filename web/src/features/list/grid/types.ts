/** What the grid needs to know of a column, and where the focus is. */
import type { Field } from '@/api/types';
import { kindOf } from '@/fields/registry';

export interface Column {
  field: Field;
  width: number;
  /** The name of the record: pinned, with a link. */
  isName: boolean;
}

export interface CellAt {
  row: number;
  col: number;
}

export const SELECT_WIDTH = 44;
export const NAME_WIDTH = 232;
export const MIN_WIDTH = 64;

export function columnOf(field: Field, nameField: string, widths: Record<string, number>): Column {
  const isName = field.name === nameField;
  const natural = isName ? NAME_WIDTH : kindOf(field).width;
  return { field, isName, width: Math.max(widths[field.name] ?? natural, MIN_WIDTH) };
}

export const rowWidth = (columns: Column[]): number =>
  columns.reduce((sum, column) => sum + column.width, SELECT_WIDTH);
