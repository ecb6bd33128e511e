/** Several records of one object, in the order in which they were picked. */
import type { ComponentType } from 'react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Waypoints } from 'lucide-react';
import type { Ref } from '@/api/types';
import type { EditorProps, FieldKind, FilterEditorProps, ShowProps } from '../types';
import { lazyEditor } from '../shared/lazyEditor';
import { CHOICE_OPS } from '../shared/operators';
import { Dash, Person, asRefs } from '../shared/show';
import show from '../shared/show.module.css';
import css from './refs.module.css';

const Editor: ComponentType<EditorProps> = lazyEditor(() => import('./RefsPicker'));
const Filter = lazyEditor<FilterEditorProps>(() => import('../shared/RefFilter'));

/** One of the records; one out of sight has no name and leads nowhere. */
function One({ value, quiet }: { value: Ref; quiet?: boolean }) {
  const { t } = useTranslation();
  if (!value.name) return <span className={css.hidden}>{t('fields.outOfSight')}</span>;
  if (value.object === 'user') return <Person value={value} />;
  if (value.object === 'department') return <span className={css.one}>{value.name}</span>;
  return (
    <Link to="/o/$object/$id" params={{ object: value.object, id: value.id }} search={{}} className={css.one} tabIndex={quiet ? -1 : undefined} title={value.name} onClick={(event) => event.stopPropagation()}>
      {value.name}
    </Link>
  );
}

function Refs({ value, wrap }: ShowProps & { wrap?: boolean }) {
  const refs = asRefs(value);
  if (!refs.length) return <Dash />;
  return (
    <span className={wrap ? show.tagsWrap : show.tags}>
      {refs.map((ref) => (
        <One key={ref.id} value={ref} quiet={!wrap} />
      ))}
    </span>
  );
}

export const multi_reference: FieldKind = {
  icon: Waypoints,
  align: 'left',
  width: 200,
  Cell: Refs,
  View: (props) => <Refs {...props} wrap />,
  Editor,
  FilterEditor: Filter,
  operators: CHOICE_OPS,
  // As with one reference, a typed name can't be told apart from its namesakes.
  parse: (text) => (text.trim() ? { fault: { code: 'option' } } : { value: null }),
  format: (value, _field, { t }) =>
    asRefs(value)
      .map((ref) => ref.name || t('fields.outOfSight'))
      .join('; '),
  toWire: (value) => (Array.isArray(value) ? value.map((one) => (typeof one === 'string' ? one : one.id)) : []),
};
