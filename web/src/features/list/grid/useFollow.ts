/** The active row and the record beside the list are one: whichever moves, the other follows. */
import { useCallback, useEffect, useRef } from 'react';
import type { RecordData } from '@/api/types';
import type { Peek } from '@/features/peek/usePeek';

export interface Following {
  rows: (RecordData | undefined)[];
  /** The active row by its place. */
  row: number;
  /** Makes another row the active one; the focus stays where it is. */
  toRow: (row: number) => void;
  /** The active row takes the focus. */
  focus: () => void;
}

/** Answers what is called with a row that becomes the active one, in the same event: so neither is ever behind the other. */
export function useFollow(peek: Peek | undefined, { rows, row, toRow, focus }: Following): (row: number) => void {
  const id = peek?.id;
  const at = id === undefined ? -1 : rows.findIndex((one) => one?.id === id);
  const now = useRef({ peek, rows, row });
  now.current = { peek, rows, row };
  useEffect(() => {
    if (at >= 0 && at !== now.current.row) toRow(at);
  }, [id, at, toRow]);
  const had = useRef(id);
  useEffect(() => {
    // What had the focus beside the list is gone with it.
    if (had.current !== undefined && id === undefined && (document.activeElement ?? document.body) === document.body) focus();
    had.current = id;
  }, [id, focus]);
  return useCallback((to) => {
    const record = now.current.rows[to];
    if (now.current.peek?.id !== undefined && record) now.current.peek.show(record.id);
  }, []);
}
