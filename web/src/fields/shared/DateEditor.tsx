/** A day, or a day with a time in the person's zone. Phones get their own picker wheel. */
import { useState } from 'react';
import { DatePicker } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useIsPhone } from '@/ui/media';
import { instantOf, parseDay, wallOf } from '../format/date';
import type { EditorProps } from '../types';
import { useFormatContext } from '../context';
import { editorKey } from './TextEditor';
import css from './editors.module.css';

export interface DateEditorProps extends EditorProps {
  withTime: boolean;
}

/** A dayjs whose local fields show the wall clock of `zone`; only ever used to feed the picker. */
function toPicker(value: unknown, withTime: boolean, zone: string): Dayjs | null {
  if (typeof value !== 'string' || !value) return null;
  if (!withTime) return dayjs(value.slice(0, 10));
  const wall = wallOf(Date.parse(value), zone);
  return dayjs(new Date(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute));
}

function fromPicker(picked: Dayjs | null, withTime: boolean, zone: string): string | null {
  if (!picked) return null;
  if (!withTime) return picked.format('YYYY-MM-DD');
  const wall = { year: picked.year(), month: picked.month() + 1, day: picked.date(), hour: picked.hour(), minute: picked.minute() };
  return new Date(instantOf(wall, zone)).toISOString();
}

function PhoneDate(props: DateEditorProps & { zone: string }) {
  const { withTime, zone, value, onChange } = props;
  const native = (one: unknown) => toPicker(one, withTime, zone)?.format(withTime ? 'YYYY-MM-DDTHH:mm' : 'YYYY-MM-DD');
  const shown = native(value) ?? '';
  return (
    <input
      id={props.id}
      className={css.native}
      type={withTime ? 'datetime-local' : 'date'}
      value={shown}
      min={native(props.field.min)}
      max={native(props.field.max)}
      aria-label={props.id ? undefined : props.field.label}
      aria-describedby={props.describedBy}
      aria-invalid={props.invalid || undefined}
      autoFocus={props.autoFocus}
      onChange={(event) => onChange(event.target.value ? fromPicker(dayjs(event.target.value), withTime, zone) : null)}
      onKeyDown={(event) => editorKey(event, props.onCommit && (() => props.onCommit?.()), props.onCancel)}
    />
  );
}

export default function DateEditor(props: DateEditorProps) {
  const { withTime, value, onChange, onCommit, onCancel, inCell, field } = props;
  const context = useFormatContext();
  const phone = useIsPhone();
  const [open, setOpen] = useState(Boolean(props.openAtOnce));
  if (phone) return <PhoneDate {...props} zone={context.zone} />;
  const pattern = withTime ? 'YYYY-MM-DD HH:mm' : 'YYYY-MM-DD';
  return (
    <DatePicker
      id={props.id}
      className={css.full}
      autoFocus={props.autoFocus}
      open={open}
      variant={inCell ? 'borderless' : 'outlined'}
      status={props.invalid ? 'error' : undefined}
      aria-label={props.id ? undefined : field.label}
      aria-describedby={props.describedBy}
      format={[pattern, 'YYYY/M/D', 'YYYYMMDD', 'M-D']}
      showTime={withTime ? { format: 'HH:mm', minuteStep: 5, defaultOpenValue: dayjs().hour(9).minute(0) } : false}
      needConfirm={withTime}
      value={toPicker(value, withTime, context.zone)}
      minDate={toPicker(field.min, withTime, context.zone) ?? undefined}
      maxDate={toPicker(field.max, withTime, context.zone) ?? undefined}
      allowClear={!field.required}
      onChange={(picked) => {
        const next = fromPicker(picked as Dayjs | null, withTime, context.zone);
        onChange(next);
        onCommit?.(next);
      }}
      onBlur={(event) => {
        // Typed but not confirmed: take it, if it is a day.
        const typed = (event.target as HTMLInputElement).value;
        if (!withTime && typed && parseDay(typed, context) === null) setOpen(false);
      }}
      onOpenChange={(next) => {
        setOpen(next);
        if (!next && props.openAtOnce) onCancel?.();
      }}
    />
  );
}
