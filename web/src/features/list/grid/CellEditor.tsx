/** The editor inside a cell: Enter saves and moves down, Tab saves and moves on, Esc gives up. */
import { useRef, useState, type FocusEvent, type KeyboardEvent } from 'react';
import type { Field, FieldValue } from '@/api/types';
import { kindOf } from '@/fields/registry';
import type { Fault } from '@/fields/types';
import css from './grid.module.css';

export interface CellEditorProps {
  field: Field;
  value: FieldValue;
  initialText?: string;
  onSave: (value: FieldValue, fault?: Fault) => void;
  onEnd: (move: 'stay' | 'down' | 'right' | 'left') => void;
}

/** Lists and calendars float outside the cell; the focus may go there without leaving the editor. */
const FLOATING = '.ant-select-dropdown, .ant-picker-dropdown, .ant-cascader-dropdown';

export function CellEditor({ field, value, initialText, onSave, onEnd }: CellEditorProps) {
  const { Editor } = kindOf(field);
  const [draft, setDraft] = useState<{ value: FieldValue; fault?: Fault }>({ value });
  const latest = useRef(draft);
  const finished = useRef(false);
  latest.current = draft;

  const finish = (move: 'stay' | 'down' | 'right' | 'left', save: boolean, picked?: FieldValue) => {
    if (finished.current) return;
    finished.current = true;
    if (save) {
      if (picked !== undefined) onSave(picked);
      else onSave(latest.current.value, latest.current.fault);
    }
    onEnd(move);
  };

  const keys = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Tab') {
      event.preventDefault();
      event.stopPropagation();
      finish(event.shiftKey ? 'left' : 'right', true);
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      finish('stay', false);
    } else {
      event.stopPropagation();
    }
  };

  const leave = (event: FocusEvent<HTMLDivElement>) => {
    const box = event.currentTarget;
    // The new focus is known only after this event: to a list of ours, or really away.
    setTimeout(() => {
      const now = document.activeElement;
      if (finished.current || !box.isConnected || box.contains(now) || now?.closest(FLOATING)) return;
      if (now === document.body && document.querySelector(FLOATING)) return;
      finish('stay', true);
    }, 0);
  };

  return (
    <div className={css.editor} onKeyDown={keys} onBlur={leave} onDoubleClick={(event) => event.stopPropagation()} role="presentation">
      <Editor
        field={field}
        value={draft.value}
        autoFocus
        inCell
        initialText={initialText}
        invalid={draft.fault !== undefined}
        onChange={(next, fault) => {
          latest.current = { value: next, fault };
          setDraft(latest.current);
        }}
        onCommit={(picked) => finish('down', true, picked)}
        onCancel={() => finish('stay', false)}
      />
    </div>
  );
}
