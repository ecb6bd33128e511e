/** Several values in one field: multi choice and tags. */
import type { FieldKind, ShowProps } from '../types';
import { isEmpty } from '../types';
import { lazyEditor } from './lazyEditor';
import type { OptionSelectProps } from './OptionSelect';
import { CHOICE_OPS } from './operators';
import { Dash, OptionTag, asList } from './show';
import css from './show.module.css';

const Select = lazyEditor<OptionSelectProps>(() => import('./OptionSelect'));

function Tags({ field, value, wrap }: ShowProps & { wrap?: boolean }) {
  if (isEmpty(value)) return <Dash />;
  return (
    <span className={wrap ? css.tagsWrap : css.tags}>
      {asList(value).map((name) => (
        <OptionTag key={name} option={field.options?.find((option) => option.name === name)} name={name} />
      ))}
    </span>
  );
}

export function listKind(icon: FieldKind['icon'], mode: 'multiple' | 'tags', FilterEditor: FieldKind['FilterEditor']): FieldKind {
  const names = (text: string) => text.split(/[,;\uff0c\uff1b\u3001]/).map((one) => one.trim()).filter(Boolean);
  return {
    icon,
    align: 'left',
    width: 168,
    Cell: Tags,
    View: (props) => <Tags {...props} wrap />,
    Editor: (props) => <Select {...props} mode={mode} />,
    FilterEditor,
    operators: CHOICE_OPS,
    parse: (text, field) => {
      const list = names(text);
      if (mode === 'tags') return { value: [...new Set(list)] };
      const found = list.map((name) => field.options?.find((option) => option.name === name || option.label === name)?.name);
      return found.includes(undefined) ? { fault: { code: 'option' } } : { value: [...new Set(found as string[])] };
    },
    format: (value, field) =>
      asList(value)
        .map((name) => field.options?.find((option) => option.name === name)?.label ?? name)
        .join(', '),
    toWire: (value) => asList(value),
  };
}
