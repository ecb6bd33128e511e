/** A record of any object: what an activity or a task is about. */
import { useState } from 'react';
import { Shapes } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { may, useObjects } from '@/api/meta';
import { lazyEditor } from '../shared/lazyEditor';
import type { RefPickerProps } from '../shared/RefPicker';
import { referenceKind } from '../shared/referenceKind';
import { asRef } from '../shared/show';
import type { EditorProps, FieldKind } from '../types';
import editors from '../shared/editors.module.css';
import css from './record.module.css';

const Picker = lazyEditor<RefPickerProps>(() => import('../shared/RefPicker'));

function RecordEditor(props: EditorProps) {
  const { t } = useTranslation();
  const objects = useObjects().filter((object) => may(object, 'read') && object.timeline);
  const current = asRef(props.value);
  const [object, setObject] = useState(current?.object ?? objects[0]?.name ?? '');
  return (
    <span className={css.pair}>
      <select
        className={`${editors.native} ${css.object}`}
        value={object}
        aria-label={t('fields.objectOf', { name: props.field.label })}
        onChange={(event) => {
          setObject(event.target.value);
          props.onChange(null);
        }}
      >
        {objects.map((one) => (
          <option key={one.name} value={one.name}>
            {one.label}
          </option>
        ))}
      </select>
      <Picker key={object} {...props} inCell={false} openAtOnce={false} target={object} />
    </span>
  );
}

const base = referenceKind(Shapes, 'link');

export const record: FieldKind = {
  ...base,
  Editor: RecordEditor,
  operators: ['empty', 'not_empty'],
  toWire: (value) => {
    const ref = asRef(value);
    return ref ? { object: ref.object, id: ref.id } : null;
  },
};
