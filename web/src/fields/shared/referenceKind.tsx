/** Fields that point to one record of a known object: references, people, departments. */
import type { ComponentType } from 'react';
import { Link } from '@tanstack/react-router';
import type { EditorProps, FieldKind, FilterEditorProps, ShowProps } from '../types';
import { lazyEditor } from './lazyEditor';
import { REFERENCE_OPS } from './operators';
import type { RefPickerProps } from './RefPicker';
import { Dash, Line, Person, asRef } from './show';
import { targetOf } from './target';
import css from './show.module.css';

const Picker = lazyEditor<RefPickerProps>(() => import('./RefPicker'));
const Filter = lazyEditor<FilterEditorProps>(() => import('./RefFilter'));

const Editor: ComponentType<EditorProps> = (props) => <Picker {...props} target={targetOf(props.field)} />;

function LinkCell({ value }: ShowProps) {
  const ref = asRef(value);
  return ref ? (
    <Link to="/o/$object/$id" params={{ object: ref.object, id: ref.id }} search={{}} className={css.linkLine} tabIndex={-1}>
      {ref.name}
    </Link>
  ) : (
    <Dash />
  );
}

function LinkView({ value }: ShowProps) {
  const ref = asRef(value);
  return ref ? (
    <Link to="/o/$object/$id" params={{ object: ref.object, id: ref.id }} search={{}} className={css.link} onClick={(event) => event.stopPropagation()}>
      {ref.name}
    </Link>
  ) : (
    <Dash />
  );
}

function PersonShow({ value }: ShowProps) {
  const ref = asRef(value);
  return ref ? <Person value={ref} /> : <Dash />;
}

function NameShow({ value }: ShowProps) {
  const ref = asRef(value);
  return ref ? <Line>{ref.name}</Line> : <Dash />;
}

const looks = {
  link: { Cell: LinkCell, View: LinkView, width: 180 },
  person: { Cell: PersonShow, View: PersonShow, width: 120 },
  name: { Cell: NameShow, View: NameShow, width: 140 },
};

export function referenceKind(icon: FieldKind['icon'], look: keyof typeof looks): FieldKind {
  return {
    icon,
    align: 'left',
    ...looks[look],
    Editor,
    FilterEditor: Filter,
    operators: REFERENCE_OPS,
    // A typed name can't be told apart from its namesakes: references are picked, not parsed.
    parse: (text) => (text.trim() ? { fault: { code: 'option' } } : { value: null }),
    format: (value) => asRef(value)?.name ?? '',
    toWire: (value) => asRef(value)?.id ?? (typeof value === 'string' && value ? value : null),
  };
}
