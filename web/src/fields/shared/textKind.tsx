/** What the one-line text kinds have in common. */
import type { ComponentType } from 'react';
import { isEmpty, type EditorProps, type Fault, type FieldKind, type Parsed, type ShowProps } from '../types';
import { TextFilter } from './filters';
import { TEXT_OPS } from './operators';
import { withFormat } from './rules';
import { Dash, Line } from './show';
import { TextEditor, type TextEditorProps } from './TextEditor';
import css from './show.module.css';

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : value == null ? '' : String(value));

export function parseText(text: string, maxLength: number | undefined, check?: (text: string) => Fault | null): Parsed {
  const clean = text.trim();
  if (!clean) return { value: null };
  if (maxLength !== undefined && [...clean].length > maxLength) return { fault: { code: 'length', limit: maxLength } };
  const fault = check?.(clean);
  return fault ? { fault } : { value: clean };
}

function TextCell({ value }: ShowProps) {
  return isEmpty(value) ? <Dash /> : <Line>{textOf(value)}</Line>;
}

export function TextView({ value }: ShowProps) {
  return isEmpty(value) ? <Dash /> : <span className={css.text}>{textOf(value)}</span>;
}

/** An editor bound to one kind's way of reading text. */
export function textEditor(
  parse: FieldKind['parse'],
  toText: TextEditorProps['toText'] = textOf,
  extra: Partial<TextEditorProps> = {},
): ComponentType<EditorProps> {
  return function KindTextEditor(props: EditorProps) {
    return <TextEditor {...props} {...extra} parse={parse} toText={toText} />;
  };
}

/** A kind that is stored as a text; `over` replaces what differs. */
export function textKind(icon: FieldKind['icon'], over: Partial<FieldKind> & { check?: (text: string) => Fault | null; input?: Partial<TextEditorProps> }): FieldKind {
  const { check, input, ...rest } = over;
  const parse = withFormat(rest.parse ?? ((text, field) => parseText(text, field.max_length, check)));
  return {
    icon,
    align: 'left',
    width: 160,
    Cell: TextCell,
    View: TextView,
    Editor: textEditor(parse, textOf, input),
    FilterEditor: TextFilter,
    operators: TEXT_OPS,
    format: (value) => textOf(value),
    toWire: (value) => (isEmpty(value) ? null : value),
    ...rest,
    parse,
  };
}
