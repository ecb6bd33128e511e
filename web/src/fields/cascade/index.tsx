/** One node of a tree of options. */
import { ListTree } from 'lucide-react';
import { lazyEditor } from '../shared/lazyEditor';
import { Dash, Line } from '../shared/show';
import { textOf } from '../shared/textKind';
import { isEmpty, type EditorProps, type FieldKind, type FilterEditorProps, type ShowProps } from '../types';
import { labelsOf } from './tree';

const Editor = lazyEditor<EditorProps>(() => import('./CascadeEditor'));

/** A node as a filter means everything below it, too. */
function NodeFilter({ field, value, onChange }: FilterEditorProps) {
  return <Editor field={{ ...field, required: false }} value={typeof value === 'string' ? value : null} onChange={onChange} />;
}

const wordsOf = (value: unknown, field: ShowProps['field']) => labelsOf(textOf(value), field).join(' / ');

function Show({ field, value }: ShowProps) {
  if (isEmpty(value)) return <Dash />;
  return <Line title={wordsOf(value, field)}>{wordsOf(value, field)}</Line>;
}

export const cascade: FieldKind = {
  icon: ListTree,
  align: 'left',
  width: 172,
  Cell: Show,
  View: Show,
  Editor,
  FilterEditor: NodeFilter,
  operators: ['under', 'empty', 'not_empty'],
  parse: (text, field) => {
    const clean = text.trim();
    if (!clean) return { value: null };
    const words = clean.split(/\s*[/>]\s*/).join(' / ');
    const active = (field.options ?? []).filter((option) => option.active !== false);
    const whole = active.find((option) => option.name === clean || wordsOf(option.name, field) === words);
    const own = active.filter((option) => option.label === clean);
    const found = whole ?? (own.length === 1 ? own[0] : undefined);
    return found ? { value: found.name } : { fault: { code: 'option' } };
  },
  format: (value, field) => (isEmpty(value) ? '' : wordsOf(value, field)),
  toWire: (value) => (isEmpty(value) ? null : value),
};
