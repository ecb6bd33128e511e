/** Text with headings, lists, emphasis and links. What is shown is built anew from what the server keeps. */
import { LetterText } from 'lucide-react';
import { later } from '@/ui/later';
import type { EditorProps, FieldKind, ShowProps } from '../types';
import { isEmpty } from '../types';
import { TextFilter } from '../shared/filters';
import { lazyEditor } from '../shared/lazyEditor';
import { Dash, Line } from '../shared/show';
import { textOf } from '../shared/textKind';
import show from '../shared/show.module.css';
import { fromPlain, plainOf } from './plain';

const Editor = lazyEditor<EditorProps>(() => import('./RichEditor'));
const Rich = later(
  async () => (await import('./Rich')).default,
  ({ html }) => <span className={show.long}>{plainOf(html)}</span>,
);

function RichView({ value }: ShowProps) {
  if (isEmpty(value)) return <Dash />;
  return <Rich html={textOf(value)} />;
}

export const rich_text: FieldKind = {
  icon: LetterText,
  align: 'left',
  width: 240,
  Cell: ({ value }) => {
    const text = plainOf(textOf(value));
    return text ? <Line title={text}>{text.replace(/\s+/g, ' ')}</Line> : <Dash />;
  },
  View: RichView,
  Editor,
  FilterEditor: TextFilter,
  operators: ['contains', 'not_contains', 'empty', 'not_empty'],
  parse: (text, field) => {
    if (!text.trim()) return { value: null };
    if (field.max_length !== undefined && [...text.trim()].length > field.max_length) return { fault: { code: 'length', limit: field.max_length } };
    return { value: fromPlain(text) };
  },
  format: (value) => plainOf(textOf(value)),
  toWire: (value) => (isEmpty(value) ? null : value),
};
