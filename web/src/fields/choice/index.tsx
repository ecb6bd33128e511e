/** One of a fixed list, as a coloured tag. */
import { CircleDot } from 'lucide-react';
import { lazyEditor } from '../shared/lazyEditor';
import { OptionsFilter } from '../shared/filters';
import type { OptionSelectProps } from '../shared/OptionSelect';
import { CHOICE_OPS } from '../shared/operators';
import { Dash, Line, OptionTag } from '../shared/show';
import { textOf } from '../shared/textKind';
import { isEmpty, type FieldKind, type ShowProps } from '../types';

function Show({ field, value, look = 'label' }: ShowProps) {
  if (isEmpty(value)) return <Dash />;
  const name = textOf(value);
  const option = field.options?.find((one) => one.name === name);
  if (look === 'plain') return <Line>{option?.label ?? name}</Line>;
  return <OptionTag option={option} name={name} dot={look === 'status'} />;
}

export const choice: FieldKind = {
  icon: CircleDot,
  align: 'left',
  width: 116,
  Cell: Show,
  View: Show,
  Editor: lazyEditor<OptionSelectProps>(() => import('../shared/OptionSelect')),
  FilterEditor: OptionsFilter,
  operators: CHOICE_OPS,
  parse: (text, field) => {
    const clean = text.trim();
    if (!clean) return { value: null };
    const option = field.options?.find((one) => one.name === clean || Object.values(one.labels ?? {}).includes(clean) || one.label === clean);
    return option ? { value: option.name } : { fault: { code: 'option' } };
  },
  format: (value, field) => field.options?.find((option) => option.name === value)?.label ?? textOf(value),
  toWire: (value) => (isEmpty(value) ? null : value),
};
