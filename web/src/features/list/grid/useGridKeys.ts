/** The keyboard of the grid. Letters move only with nothing else held; text fields keep their keys. */
import type { KeyboardEvent } from 'react';
import type { RecordGridProps } from './RecordGrid';
import type { CellAt } from './types';

interface Options extends RecordGridProps {
  active: CellAt;
  moveTo: (next: CellAt) => void;
  startEdit: (at: CellAt, initialText?: string) => boolean;
  pageRows: () => number;
}

type Step = (at: CellAt, options: Options) => CellAt;

const STEPS: Record<string, Step> = {
  ArrowDown: (at) => ({ ...at, row: at.row + 1 }),
  ArrowUp: (at) => ({ ...at, row: at.row - 1 }),
  ArrowRight: (at) => ({ ...at, col: at.col + 1 }),
  ArrowLeft: (at) => ({ ...at, col: at.col - 1 }),
  j: (at) => ({ ...at, row: at.row + 1 }),
  k: (at) => ({ ...at, row: at.row - 1 }),
  PageDown: (at, options) => ({ ...at, row: at.row + options.pageRows() }),
  PageUp: (at, options) => ({ ...at, row: at.row - options.pageRows() }),
  Home: (at) => ({ ...at, col: 0 }),
  End: (at, options) => ({ ...at, col: options.columns.length - 1 }),
};

const TYPED = new Set(['text', 'integer', 'decimal', 'money', 'percent', 'phone', 'email', 'url', 'long_text']);

/** Digits start editing anywhere that takes text; j and k stay movement, so letters need Enter or F2. */
function startsEditing(event: KeyboardEvent, options: Options): boolean {
  const column = options.columns[options.active.col];
  return /^[0-9+\-.]$/.test(event.key) && column !== undefined && !column.isName && TYPED.has(column.field.kind);
}

function withControl(event: KeyboardEvent, options: Options): boolean {
  const last = options.rows.length - 1;
  if (event.key === 'a' && options.canSelect) options.onSelectAll();
  else if (event.key === 'Home') options.moveTo({ row: 0, col: 0 });
  else if (event.key === 'End') options.moveTo({ row: last, col: options.columns.length - 1 });
  else return false;
  return true;
}

function plain(event: KeyboardEvent, options: Options): boolean {
  const { active, rows, columns, canSelect } = options;
  const record = rows[active.row];
  const step = STEPS[event.key];
  if (step) {
    const next = step(active, options);
    options.moveTo(next);
    const target = rows[Math.min(Math.max(next.row, 0), rows.length - 1)];
    if (event.shiftKey && canSelect && next.row !== active.row && record && target) {
      options.onSelect([record.id, target.id], true);
    }
    return true;
  }
  if (!record) return false;
  switch (event.key) {
    case 'Enter':
      if (columns[active.col]?.isName || !options.canEdit) options.onOpen(record);
      else options.startEdit(active);
      return true;
    case 'F2':
      options.startEdit(active);
      return true;
    case ' ':
    case 'x':
      if (canSelect) options.onSelect([record.id], !options.selected.has(record.id));
      return true;
    case 'o':
      options.onOpen(record);
      return true;
    case 'p':
      if (!options.peek) return false;
      if (options.peek.id === record.id) options.peek.close();
      else options.peek.show(record.id);
      return true;
    case 'Escape':
      if (options.peek?.id !== undefined) {
        options.peek.close();
        return true;
      }
      if (options.selected.size === 0) return false;
      options.onClearSelection();
      return true;
    default:
      return startsEditing(event, options) && options.startEdit(active, event.key);
  }
}

export function useGridKeys(options: Options) {
  return (event: KeyboardEvent<HTMLDivElement>) => {
    const target = event.target as HTMLElement;
    // Header buttons and check boxes keep their own keys, except for moving down into the rows.
    if (!target.closest('[data-at]') && target !== event.currentTarget) {
      if (event.key === 'ArrowDown' && target.closest('[role=columnheader]')) {
        event.preventDefault();
        options.moveTo(options.active);
      }
      return;
    }
    if (target.closest('input, textarea, select') || event.altKey || event.nativeEvent.isComposing) return;
    const done = event.ctrlKey || event.metaKey ? withControl(event, options) : plain(event, options);
    if (done) event.preventDefault();
  };
}
