/** One cell of the grid: shown, or with the editor of its kind in it. */
import { useEffect, useRef, type FocusEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Field, FieldValue } from '@/api/types';
import { FLOATS } from '@/ui/floats';
import { registry } from '../registry';
import type { Fault } from '../types';
import { CellShow } from './LinesView';
import { reasonOf } from './value';
import css from './lines.module.css';

export interface LineCellProps {
  place: string;
  column: Field;
  value: FieldValue;
  fault?: Fault;
  missing: boolean;
  /** The keyboard is at this cell. */
  here: boolean;
  editing: { text?: string } | null;
  name: string;
  onKey: (event: KeyboardEvent) => void;
  onEdit: (text?: string) => void;
  onFocus: () => void;
  onLeave: () => void;
  onChange: (value: FieldValue, fault?: Fault) => void;
  onCommit: () => void;
  onCancel: () => void;
}

export function LineCell(props: LineCellProps) {
  const { column, value, fault, here, editing, onChange } = props;
  const { t } = useTranslation();
  const cell = useRef<HTMLTableCellElement>(null);
  // A list that closes after a choice, or a calendar, would give up what was just committed.
  const ended = useRef<LineCellProps['editing']>(null);
  const end = (how: () => void) => {
    if (!editing || ended.current === editing) return;
    ended.current = editing;
    how();
  };
  const { Editor, align } = registry[column.kind];
  const typing = useRef<HTMLInputElement>(null);
  const take = () => {
    const text = typing.current?.value ?? '';
    if (typing.current) typing.current.value = '';
    if (text.trim()) props.onEdit(text);
  };
  const typed = here && !editing && !column.computed;
  useEffect(() => {
    if (typed && document.activeElement === cell.current) typing.current?.focus();
  }, [typed]);
  const reason = fault && reasonOf(fault, column, t);
  const leave = (_: FocusEvent) => {
    if (!editing) return;
    // Where the focus goes is known only after this event.
    setTimeout(() => {
      const now = document.activeElement;
      if (!cell.current?.isConnected || cell.current.contains(now) || now?.closest(FLOATS)) return;
      if (now === document.body && document.querySelector(FLOATS)) return;
      props.onLeave();
    }, 0);
  };
  return (
    <td
      ref={cell}
      role="gridcell"
      data-place={props.place}
      data-label={column.label}
      data-align={align}
      data-wrong={fault ? true : undefined}
      data-missing={props.missing || undefined}
      data-computed={column.computed ? true : undefined}
      data-open={editing ? true : undefined}
      aria-label={editing ? undefined : props.name}
      aria-invalid={fault ? true : undefined}
      aria-readonly={column.computed ? true : undefined}
      title={reason}
      tabIndex={here && !editing && !typed ? 0 : -1}
      onFocus={(event) => {
        if (event.target !== cell.current) return;
        props.onFocus();
        typing.current?.focus();
      }}
      onClick={() => !editing && props.onEdit()}
      onKeyDown={props.onKey}
      onBlur={leave}
    >
      {/* An input method writes only where there is something to write in; what it has written opens the editor. */}
      {typed && (
        <input
          ref={typing}
          className={css.typing}
          aria-label={props.name}
          autoComplete="off"
          spellCheck={false}
          onInput={(event) => !(event.nativeEvent as InputEvent).isComposing && take()}
          onCompositionStart={(event) => (event.currentTarget.dataset.writing = '')}
          onCompositionEnd={(event) => {
            delete event.currentTarget.dataset.writing;
            take();
          }}
        />
      )}
      {editing ? (
        <Editor
          field={{ ...column, label: props.name }}
          value={value ?? null}
          initialText={editing.text}
          inCell
          autoFocus
          openAtOnce
          invalid={fault !== undefined}
          onChange={onChange}
          onCommit={(picked) =>
            end(() => {
              if (picked !== undefined) onChange(picked);
              props.onCommit();
            })
          }
          onCancel={() => end(props.onCancel)}
        />
      ) : fault ? (
        <span className={css.typed}>{String(typeof value === 'object' && value !== null && 'amount' in value ? value.amount : value)}</span>
      ) : (
        <CellShow column={column} value={value} />
      )}
    </td>
  );
}
