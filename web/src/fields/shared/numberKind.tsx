/** What integers, decimals and percentages have in common: right-aligned, grouped, exact. */
import type { FieldKind, ShowProps } from '../types';
import { isEmpty } from '../types';
import { formatDecimal } from '../format/number';
import { rangeFilter } from './filters';
import { NUMBER_OPS } from './operators';
import { Dash, Line } from './show';
import { textEditor, textOf } from './textKind';
import type { TextEditorProps } from './TextEditor';

export function numberKind(
  icon: FieldKind['icon'],
  parse: FieldKind['parse'],
  input: Partial<TextEditorProps> = {},
  suffix = '',
): FieldKind {
  const shown = (value: unknown) => formatDecimal(textOf(value)) + suffix;
  const Show = ({ value }: ShowProps) => (isEmpty(value) ? <Dash /> : <Line>{shown(value)}</Line>);
  const Editor = textEditor(parse, textOf, { inputMode: 'decimal', suffix: suffix.trim() || undefined, ...input });
  return {
    icon,
    align: 'right',
    width: 112,
    Cell: Show,
    View: Show,
    Editor,
    FilterEditor: rangeFilter(Editor),
    operators: NUMBER_OPS,
    parse,
    format: (value) => (isEmpty(value) ? '' : shown(value)),
    toWire: (value) => (isEmpty(value) ? null : value),
  };
}
