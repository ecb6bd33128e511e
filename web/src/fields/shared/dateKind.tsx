/** Days and instants: relative words in lists, the full date on hover and on the record page. */
import type { ComponentType } from 'react';
import { isOver } from '@/api/outcome';
import type { Field } from '@/api/types';
import type { EditorProps, FieldKind, FilterEditorProps, ShowProps } from '../types';
import { isEmpty } from '../types';
import { useFormatContext } from '../context';
import { absolute, overdueDays, parseDay, parseInstant, relative } from '../format/date';
import type { DateEditorProps } from './DateEditor';
import { lazyEditor } from './lazyEditor';
import { DATE_OPS } from './operators';
import { spanFault } from './rules';
import { Dash } from './show';
import { textOf } from './textKind';
import css from './show.module.css';

const Picker = lazyEditor<DateEditorProps>(() => import('./DateEditor'));
const Filter = lazyEditor<FilterEditorProps>(() => import('./DateFilter'));

/** Dates that someone has to meet, by the naming convention of the standard objects. */
export const isDeadline = ({ name, kind }: Field): boolean =>
  (kind === 'date' || kind === 'datetime') && /^(x_)?(next_|due_)/.test(name);

/** Days since a deadline that somebody still has to meet: what is over can't be late any more. */
function lateDays({ field, value, record }: ShowProps, context: ReturnType<typeof useFormatContext>): number | null {
  if (!isDeadline(field) || isOver(field.endings, record)) return null;
  return overdueDays(textOf(value), context);
}

/** The words for a date, in red and as a delay when a deadline has passed. */
export function DateWords(props: ShowProps) {
  const context = useFormatContext();
  const text = textOf(props.value);
  const late = lateDays(props, context);
  const words = late !== null && late >= 1 ? context.t('fields.date.overdue', { count: late }) : relative(text, context);
  return (
    <time dateTime={text} title={absolute(text, context.zone)} className={late === null ? css.line : `${css.line} ${css.late}`}>
      {words}
    </time>
  );
}

function Cell(props: ShowProps) {
  return isEmpty(props.value) ? <Dash /> : <DateWords {...props} />;
}

function View(props: ShowProps) {
  const context = useFormatContext();
  if (isEmpty(props.value)) return <Dash />;
  const text = textOf(props.value);
  const late = lateDays(props, context) !== null;
  return (
    <time dateTime={text} title={relative(text, context)} className={late ? css.late : undefined}>
      {absolute(text, context.zone)}
    </time>
  );
}

export function dateKind(icon: FieldKind['icon'], withTime: boolean): FieldKind {
  const Editor: ComponentType<EditorProps> = (props) => {
    const { zone } = useFormatContext();
    return <Picker {...props} withTime={withTime} onChange={(value) => props.onChange(value, spanFault(value, props.field, (end) => absolute(end, zone)))} />;
  };
  return {
    icon,
    align: 'left',
    width: withTime ? 128 : 112,
    Cell,
    View,
    Editor,
    FilterEditor: Filter,
    operators: DATE_OPS,
    parse: (text, field, context) => {
      if (!text.trim()) return { value: null };
      const value = withTime ? parseInstant(text, context) : parseDay(text, context);
      if (!value) return { fault: { code: withTime ? 'datetime' : 'date' } };
      const fault = spanFault(value, field, (end) => absolute(end, context.zone));
      return fault ? { fault } : { value };
    },
    format: (value, _field, context) => (isEmpty(value) ? '' : absolute(textOf(value), context.zone)),
    toWire: (value) => (isEmpty(value) ? null : value),
  };
}
