/** Several lines of text. Enter makes a line; Ctrl+Enter, or leaving, ends the editing. */
import { useEffect, useRef } from 'react';
import { AlignLeft } from 'lucide-react';
import type { EditorProps } from '../types';
import { isEmpty } from '../types';
import { LONG_TEXT_OPS } from '../shared/operators';
import { formatFault } from '../shared/rules';
import { Dash, Line } from '../shared/show';
import { parseText, textKind, textOf } from '../shared/textKind';
import editors from '../shared/editors.module.css';
import css from '../shared/show.module.css';

function LongTextEditor({ field, value, onChange, onCommit, onCancel, ...rest }: EditorProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const element = area.current;
    if (!rest.autoFocus || !element) return;
    element.focus();
    element.setSelectionRange(element.value.length, element.value.length);
  }, [rest.autoFocus]);
  useEffect(() => {
    if (rest.initialText !== undefined) onChange(rest.initialText);
    // Only once: later the person types.
  }, []);
  return (
    <textarea
      ref={area}
      id={rest.id}
      className={rest.inCell ? editors.areaCell : editors.area}
      rows={3}
      value={textOf(value)}
      aria-label={rest.id ? undefined : field.label}
      aria-describedby={rest.describedBy}
      aria-invalid={rest.invalid || undefined}
      aria-required={field.required || undefined}
      onChange={(event) => {
        const text = event.target.value;
        const tooLong = field.max_length !== undefined && [...text].length > field.max_length;
        onChange(text, tooLong ? { code: 'length', limit: field.max_length } : (formatFault(text.trim(), field) ?? undefined));
      }}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && onCommit) {
          event.preventDefault();
          event.stopPropagation();
          onCommit();
        } else if (event.key === 'Enter') {
          event.stopPropagation();
        } else if (event.key === 'Escape' && onCancel) {
          event.stopPropagation();
          onCancel();
        }
      }}
    />
  );
}

export const long_text = textKind(AlignLeft, {
  width: 240,
  Cell: ({ value }) => (isEmpty(value) ? <Dash /> : <Line title={textOf(value)}>{textOf(value).replace(/\s+/g, ' ')}</Line>),
  View: ({ value }) => (isEmpty(value) ? <Dash /> : <span className={css.long}>{textOf(value)}</span>),
  Editor: LongTextEditor,
  operators: LONG_TEXT_OPS,
  parse: (text, field) => parseText(text, field.max_length),
  toWire: (value) => (textOf(value).trim() === '' ? null : textOf(value).trimEnd()),
});
