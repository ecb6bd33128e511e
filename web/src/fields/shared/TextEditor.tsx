/**
 * The editor of everything that is typed on one line. It keeps the typed text, so that a wrong one
 * can be mended, and hands up the value or the fault.
 */
import { useEffect, useRef, useState, type InputHTMLAttributes, type KeyboardEvent } from 'react';
import type { EditorProps, FieldKind, FormatContext } from '../types';
import { useFormatContext } from '../context';
import css from './editors.module.css';

export interface TextEditorProps extends EditorProps {
  parse: FieldKind['parse'];
  /** The value as one would type it. */
  toText: (value: EditorProps['value'], context: FormatContext) => string;
  inputMode?: InputHTMLAttributes<HTMLInputElement>['inputMode'];
  type?: string;
  align?: 'left' | 'right';
  prefix?: string;
  suffix?: string;
}

/** Keys that every editor understands; an Enter that only ends a composition is not one of them. */
export function editorKey(event: KeyboardEvent, onCommit?: () => void, onCancel?: () => void) {
  if (event.nativeEvent.isComposing) return;
  if (event.key === 'Enter' && onCommit) {
    event.preventDefault();
    event.stopPropagation();
    onCommit();
  } else if (event.key === 'Escape' && onCancel) {
    event.preventDefault();
    event.stopPropagation();
    onCancel();
  }
}

export function TextEditor(props: TextEditorProps) {
  const { field, value, onChange, onCommit, onCancel, parse, toText, prefix, suffix, inCell } = props;
  const context = useFormatContext();
  const [text, setText] = useState(props.initialText ?? toText(value, context));
  const own = useRef(text);
  const input = useRef<HTMLInputElement>(null);
  const outside = toText(value, context);

  // A value set from elsewhere (reset, "save and new") replaces the typed text.
  useEffect(() => {
    const parsed = parse(own.current, field, context);
    if ('value' in parsed && toText(parsed.value, context) !== outside) {
      own.current = outside;
      setText(outside);
    }
  }, [outside, parse, field, context, toText]);

  useEffect(() => {
    if (!props.autoFocus) return;
    input.current?.focus();
    if (props.initialText === undefined) input.current?.select();
  }, [props.autoFocus, props.initialText]);

  const type = (next: string) => {
    own.current = next;
    setText(next);
    const parsed = parse(next, field, context);
    // A wrong text goes up as it was typed: whoever shows the fault shows the text with it.
    if ('fault' in parsed) onChange(next, parsed.fault);
    else onChange(parsed.value);
  };

  useEffect(() => {
    if (props.initialText !== undefined) type(props.initialText);
    // Only once: later the person types.
  }, []);

  return (
    <span className={css.box} data-cell={inCell || undefined} data-invalid={props.invalid || undefined}>
      {prefix && <span className={css.affix}>{prefix}</span>}
      <input
        ref={input}
        id={props.id}
        className={css.input}
        data-align={props.align}
        type={props.type ?? 'text'}
        inputMode={props.inputMode}
        value={text}
        autoComplete="off"
        spellCheck={false}
        aria-label={props.id ? undefined : field.label}
        aria-invalid={props.invalid || undefined}
        aria-describedby={props.describedBy}
        aria-required={field.required || undefined}
        onChange={(event) => type(event.target.value)}
        onKeyDown={(event) => editorKey(event, onCommit && (() => onCommit()), onCancel)}
      />
      {suffix && <span className={css.affix}>{suffix}</span>}
    </span>
  );
}
