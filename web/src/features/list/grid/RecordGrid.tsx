/**
 * The grid: virtual rows, a pinned first column, one focused cell. It knows columns and field kinds;
 * it knows nothing of the server.
 */
import { useCallback, useEffect, useMemo, useRef, useState, type ClipboardEvent, type KeyboardEvent, type ReactNode } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { Field, FieldValue, RecordData } from '@/api/types';
import { cellsOf } from '@/fields/shared/paste';
import type { Fault } from '@/fields/types';
import { windowRect } from '@/ui/media';
import { isTyping } from '@/ui/useKeys';
import type { Peek } from '@/features/peek/usePeek';
import type { SortKey } from '../search';
import { wantsMore } from '@/api/rows';
import type { CellText } from '../pasteCells';
import { cellKey, type CellError } from '../useCellEdit';
import type { Move } from './CellEditor';
import { GridHeader } from './GridHeader';
import { GridRow } from './GridRow';
import { useFollow } from './useFollow';
import { useGridKeys } from './useGridKeys';
import { rowWidth, type CellAt, type Column } from './types';
import css from './grid.module.css';

/** Lines without cells among the rows: the heads of groups, and what reads on in one. */
export interface Bands {
  height: (index: number) => number;
  /** The line at its place; nothing where a row stands. */
  show: (index: number, top: number, active: boolean, onFocus: () => void) => ReactNode;
  /** Whether the key was for them. */
  onKey: (event: KeyboardEvent<HTMLDivElement>, at: CellAt, moveTo: (next: CellAt) => void) => boolean;
}

export interface RecordGridProps {
  label: string;
  object: string;
  rows: (RecordData | undefined)[];
  /** Rows including the placeholders at the end. */
  count: number;
  bands?: Bands;
  columns: Column[];
  rowHeight: number;
  sort: SortKey[];
  selected: ReadonlySet<string>;
  errors: ReadonlyMap<string, CellError>;
  canSelect: boolean;
  /** Some cell may be edited; else Enter opens the record wherever one stands. */
  canEdit: boolean;
  editable: (field: Field, record: RecordData) => boolean;
  onSort: (field: Field, add: boolean) => void;
  onResize: (field: string, width: number | null) => void;
  onSelect: (ids: string[], on: boolean) => void;
  onSelectRange: (toId: string) => void;
  onSelectAll: () => void;
  onClearSelection: () => void;
  onOpen: (record: RecordData) => void;
  onMore: () => void;
  onEdit: (record: RecordData, field: Field, value: FieldValue, fault?: Fault, overwrite?: boolean) => void | Promise<void>;
  /** A table from the clipboard, text by text, for cells that may be edited. */
  onPaste: (texts: CellText[]) => void;
  onDropError: (record: RecordData, field: Field) => void;
  /** The record beside the list, where there is room for one. */
  peek?: Peek;
}

export interface Editing extends CellAt {
  initialText?: string;
  /** The row as it stood when the editing began: what somebody else saves meanwhile is a conflict. */
  record: RecordData;
}

type Stock = Pick<RecordGridProps, 'rows' | 'count' | 'bands'>;

/** Rows keep their places while a cell is being edited: what comes and goes meanwhile would take the editor along. */
function useStill({ rows, count, bands }: Stock, still: boolean): Stock {
  const last = useRef<Stock>({ rows, count, bands });
  return useMemo(() => {
    if (!still) {
      last.current = { rows, count, bands };
      return last.current;
    }
    const now = new Map(rows.flatMap((row) => (row ? [[row.id, row] as const] : [])));
    return { ...last.current, rows: last.current.rows.map((row) => row && (now.get(row.id) ?? row)) };
  }, [rows, count, bands, still]);
}

export function RecordGrid(props: RecordGridProps) {
  const { columns, rowHeight, onMore } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<CellAt>({ row: 0, col: 0 });
  const [editing, setEditing] = useState<Editing | null>(null);
  const { rows, count, bands } = useStill(props, editing !== null);
  const wantsFocus = useRef(false);

  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: bands?.height ?? (() => rowHeight),
    initialRect: windowRect(),
    overscan: 10,
  });
  useEffect(() => virtual.measure(), [virtual, rowHeight, bands]);
  const items = virtual.getVirtualItems();
  const lastVisible = items.at(-1)?.index ?? 0;

  useEffect(() => {
    if (wantsMore(lastVisible, rows.length, count > rows.length)) onMore();
  }, [lastVisible, rows.length, count, onMore]);

  const toRow = useCallback(
    (row: number) => {
      setActive((at) => ({ row, col: at.col }));
      virtual.scrollToIndex(row);
    },
    [virtual],
  );
  const focus = useCallback(() => {
    wantsFocus.current = true;
    setActive((at) => ({ ...at }));
  }, []);
  const follow = useFollow(props.peek, { rows, row: active.row, toRow, focus });
  const activate = useCallback(
    (at: CellAt) => {
      setActive(at);
      follow(at.row);
    },
    [follow],
  );

  const moveTo = useCallback(
    (next: CellAt) => {
      const row = Math.min(Math.max(next.row, 0), Math.max(rows.length - 1, 0));
      const col = Math.min(Math.max(next.col, 0), columns.length - 1);
      wantsFocus.current = true;
      activate({ row, col });
      virtual.scrollToIndex(row);
    },
    [rows.length, columns.length, activate, virtual],
  );

  // The focused cell follows the keys; it also takes the focus back when an editor closes.
  useEffect(() => {
    if (!wantsFocus.current || editing) return;
    const cell = scroller.current?.querySelector<HTMLElement>(`[data-at="${active.row}:${active.col}"],[data-at="${active.row}"]`);
    if (!cell) return;
    wantsFocus.current = false;
    if (cell !== document.activeElement) cell.focus({ preventScroll: active.col === 0 });
  });

  const startEdit = useCallback(
    (at: CellAt, initialText?: string): boolean => {
      const record = rows[at.row];
      const column = columns[at.col];
      if (!record || !column || !props.editable(column.field, record)) return false;
      activate(at);
      setEditing({ ...at, initialText, record });
      return true;
    },
    [rows, columns, props.editable, activate],
  );

  const here = useRef(active);
  here.current = active;
  const endEdit = useCallback(
    (move: Move) => {
      setEditing(null);
      wantsFocus.current = true;
      const at = here.current;
      if (move === 'down') activate({ row: Math.min(at.row + 1, rows.length - 1), col: at.col });
      else if (move === 'right') activate({ row: at.row, col: Math.min(at.col + 1, columns.length - 1) });
      else if (move === 'left') activate({ row: at.row, col: Math.max(at.col - 1, 0) });
      else setActive((now) => ({ ...now }));
    },
    [rows.length, columns.length, activate],
  );

  const keys = useGridKeys({ ...props, active, moveTo, startEdit, pageRows: () => Math.floor((scroller.current?.clientHeight ?? 400) / rowHeight) - 1 });
  const paste = (event: ClipboardEvent<HTMLDivElement>) => {
    const text = event.clipboardData.getData('text/plain');
    if (!text || editing || isTyping(event.target)) return;
    event.preventDefault();
    const texts = cellsOf(text).flatMap((cells, down) =>
      cells.flatMap((one, right) => {
        const [record, field] = [rows[active.row + down], columns[active.col + right]?.field];
        return record && field && props.editable(field, record) ? [{ record, field, text: one }] : [];
      }),
    );
    if (texts.length > 0) props.onPaste(texts);
  };
  const width = useMemo(() => rowWidth(columns), [columns]);
  const allSelected = props.selected.size > 0 && rows.every((row) => !row || props.selected.has(row.id));

  return (
    <div
      ref={scroller}
      className={css.scroller}
      role={bands ? 'treegrid' : 'grid'}
      aria-label={props.label}
      aria-rowcount={count > rows.length ? -1 : rows.length + 1}
      aria-colcount={columns.length + 1}
      aria-multiselectable={props.canSelect || undefined}
      onKeyDown={editing ? undefined : (event) => bands?.onKey(event, active, moveTo) || keys(event)}
      onPaste={paste}
      tabIndex={-1}
    >
      <GridHeader
        columns={columns}
        width={width}
        sort={props.sort}
        canSelect={props.canSelect}
        allSelected={allSelected}
        someSelected={props.selected.size > 0}
        onSort={props.onSort}
        onResize={props.onResize}
        onToggleAll={() => (allSelected ? props.onClearSelection() : props.onSelectAll())}
      />
      <div role="rowgroup" className={css.body} style={{ height: virtual.getTotalSize(), minWidth: width }}>
        {items.map((item) => {
          const band = bands?.show(item.index, item.start, active.row === item.index, () => setActive({ row: item.index, col: active.col }));
          if (band) return band;
          const record = rows[item.index];
          const rowErrors = record && props.errors.size > 0 ? errorsOf(record.id, columns, props.errors) : undefined;
          return (
            <GridRow
              key={record?.id ?? `gap-${item.index}`}
              index={item.index}
              level={bands && 2}
              top={item.start}
              height={rowHeight}
              record={record}
              columns={columns}
              object={props.object}
              selected={record ? props.selected.has(record.id) : false}
              canSelect={props.canSelect}
              activeCol={active.row === item.index ? active.col : -1}
              editing={editing?.row === item.index ? editing : null}
              errors={rowErrors}
              editable={props.editable}
              onActivate={activate}
              onStartEdit={startEdit}
              onEndEdit={endEdit}
              onEdit={props.onEdit}
              onDropError={props.onDropError}
              onSelect={props.onSelect}
              onSelectRange={props.onSelectRange}
              peeked={record !== undefined && record.id === props.peek?.id}
              onPeek={props.peek?.show}
            />
          );
        })}
      </div>
    </div>
  );
}

function errorsOf(id: string, columns: Column[], errors: ReadonlyMap<string, CellError>) {
  const found = new Map<string, CellError>();
  for (const column of columns) {
    const error = errors.get(cellKey(id, column.field.name));
    if (error) found.set(column.field.name, error);
  }
  return found.size > 0 ? found : undefined;
}
