/** The editor inside a cell: Enter saves and moves down, Tab saves and moves on, Esc gives up. */
import type { KeyboardEvent } from 'react';
import type { Field, FieldValue } from '@/api/types';
import { kindOf } from '@/fields/registry';
import type { Fault } from '@/fields/types';
import { useDraft } from '@/fields/useDraft';
import css from './grid.module.css';

export type Move = 'stay' | 'down' | 'right' | 'left';

export interface CellEditorProps {
  field: Field;
  value: FieldValue;
  initialText?: string;
  onSave: (value: FieldValue, fault?: Fault) => void;
  onLater: (value: FieldValue) => void;
  onEnd: (move: Move) => void;
}

export function CellEditor({ field, value, initialText, onSave, onLater, onEnd }: CellEditorProps) {
  const { Editor } = kindOf(field);
  const { editor, finish, onBlur } = useDraft<Move>({ value, onSave, onLater, onEnd, committed: 'down', left: 'stay' });
  const keys = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    event.stopPropagation();
    if (event.key === 'Tab') {
      event.preventDefault();
      finish(event.shiftKey ? 'left' : 'right', true);
    } else if (event.key === 'Escape') {
      finish('stay', false);
    }
  };
  return (
    <div className={css.editor} onKeyDown={keys} onBlur={onBlur} onDoubleClick={(event) => event.stopPropagation()} role="presentation">
      <Editor field={field} inCell initialText={initialText} {...editor} />
    </div>
  );
}
