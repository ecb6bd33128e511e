/**
 * A value that is being edited where it is shown: held back until it is finished or given up, once.
 * Leaving with the focus finishes it; lists and calendars that float elsewhere belong to it.
 */
import { useRef, useState, type FocusEvent } from 'react';
import type { FieldValue } from '@/api/types';
import { FLOATS } from '@/ui/floats';
import type { EditorProps, Fault } from './types';

export interface DraftOptions<Way> {
  value: FieldValue;
  onSave: (value: FieldValue, fault?: Fault) => void;
  /** Saves over what was saved since. */
  onLater: (value: FieldValue) => void;
  /** How it ended decides where the focus goes. */
  onEnd: (way: Way, saved: boolean) => void;
  committed: Way;
  left: Way;
}

export function useDraft<Way>({ value, onSave, onLater, onEnd, committed, left }: DraftOptions<Way>) {
  const [draft, setDraft] = useState<{ value: FieldValue; fault?: Fault }>({ value });
  // A commit can come in the same tick as the change before it.
  const latest = useRef(draft);
  const finished = useRef(false);

  const finish = (way: Way, save: boolean, picked?: FieldValue) => {
    if (finished.current) return;
    finished.current = true;
    if (save && picked !== undefined) onSave(picked);
    else if (save) onSave(latest.current.value, latest.current.fault);
    onEnd(way, save);
  };

  const onBlur = (event: FocusEvent<HTMLElement>) => {
    const box = event.currentTarget;
    // The new focus is known only after this event: to a list of ours, or really away.
    setTimeout(() => {
      const now = document.activeElement;
      if (finished.current || !box.isConnected || box.contains(now) || now?.closest(FLOATS)) return;
      if (now === document.body && document.querySelector(FLOATS)) return;
      finish(left, true);
    }, 0);
  };

  const change: EditorProps['onChange'] = (next, fault) => {
    latest.current = { value: next, fault };
    setDraft(latest.current);
  };
  const editor: Pick<EditorProps, 'value' | 'invalid' | 'autoFocus' | 'openAtOnce' | 'onChange' | 'onLater' | 'onCommit' | 'onCancel'> = {
    value: draft.value,
    invalid: draft.fault !== undefined,
    autoFocus: true,
    openAtOnce: true,
    onChange: change,
    onLater: (next) => (finished.current ? onLater(next) : change(next)),
    onCommit: (picked) => finish(committed, true, picked),
    onCancel: () => finish(left, false),
  };
  return { editor, finish, onBlur };
}
