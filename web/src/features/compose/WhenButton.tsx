/** A moment ahead: the days that are nearly always meant by one press, any other by the field's own editor. */
import { useRef, useState } from 'react';
import { CalendarClock, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Field } from '@/api/types';
import { useFormatContext } from '@/fields/context';
import { instantOf, relative, wallOf } from '@/fields/format/date';
import { kindOf } from '@/fields/registry';
import { Floating } from '@/ui/Floating';
import type { Shape } from './shape';
import css from './compose.module.css';

const DAY = 86_400_000;

export interface WhenButtonProps {
  field: Field;
  quick: Shape['when'];
  value: string | null;
  onChange: (value: string | null) => void;
}

export function WhenButton({ field, quick, value, onChange }: WhenButtonProps) {
  const { t } = useTranslation();
  const context = useFormatContext();
  const [open, setOpen] = useState(false);
  const { Editor } = kindOf(field);
  const inDays = (days: number) => {
    const wall = wallOf(context.now + days * DAY, context.zone);
    return new Date(instantOf({ ...wall, hour: quick.hour, minute: 0 }, context.zone)).toISOString();
  };
  const called = (days: number) => (days === 0 ? t('fields.date.today') : days === 1 ? t('fields.date.tomorrow') : t('fields.date.inDays', { count: days }));
  const wrap = useRef<HTMLSpanElement>(null);
  const close = () => {
    setOpen(false);
    // What had the focus goes away: keys still mean the form.
    wrap.current?.querySelector('button')?.focus();
  };
  const pick = (next: string | null) => {
    onChange(next);
    close();
  };
  const content = (
    <div className={css.panel}>
      <div className={css.quick}>
        {quick.days.map((days) => (
          <button key={days} type="button" className={css.chip} onClick={() => pick(inDays(days))}>
            {called(days)}
          </button>
        ))}
      </div>
      <Editor field={field} value={value} onChange={(next) => onChange((next as string | null) ?? null)} onCommit={close} />
    </div>
  );
  return (
    <span ref={wrap} className={css.pick}>
      <Floating open={open} onOpenChange={setOpen} title={field.label} content={content} placement="bottomLeft">
        <button type="button" className={css.tool} data-set={value ? true : undefined}>
          <CalendarClock size={15} strokeWidth={1.75} aria-hidden />
          {value ? t('timeline.set', { name: field.label, value: relative(value, context) }) : field.label}
        </button>
      </Floating>
      {value && (
        <button type="button" className={css.clear} aria-label={t('timeline.clear', { name: field.label })} onClick={() => onChange(null)}>
          <X size={13} aria-hidden />
        </button>
      )}
    </span>
  );
}
