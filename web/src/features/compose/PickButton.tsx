/** A field that is picked in a small panel: options as buttons, anything else by the field's own editor. */
import { useRef, useState } from 'react';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Field, FieldValue } from '@/api/types';
import { useFormatContext } from '@/fields/context';
import { formatValue, kindOf } from '@/fields/registry';
import { asList } from '@/fields/shared/show';
import { isEmpty } from '@/fields/types';
import { Floating } from '@/ui/Floating';
import css from './compose.module.css';

/** More options than these are searched for. */
const BUTTONS = 24;

export interface PickButtonProps {
  field: Field;
  value: FieldValue;
  /** What the form begins with is not worth a colour. */
  untouched: boolean;
  onChange: (value: FieldValue) => void;
}

function Options({ field, value, onChange, onDone }: Omit<PickButtonProps, 'untouched'> & { onDone: () => void }) {
  const many = field.kind === 'multi_choice';
  const chosen = many ? asList(value) : [String(value ?? '')];
  const options = (field.options ?? []).filter((option) => option.active !== false || chosen.includes(option.name));
  const press = (name: string) => {
    const on = chosen.includes(name);
    if (many) return onChange(on ? chosen.filter((one) => one !== name) : [...chosen, name]);
    onChange(on && !field.required ? null : name);
    onDone();
  };
  return (
    <div className={css.options} role="group" aria-label={field.label}>
      {options.map((option) => (
        <button key={option.name} type="button" className={css.option} data-tone={option.color} aria-pressed={chosen.includes(option.name)} onClick={() => press(option.name)}>
          {option.label}
        </button>
      ))}
    </div>
  );
}

export function PickButton({ field, value, untouched, onChange }: PickButtonProps) {
  const { t } = useTranslation();
  const context = useFormatContext();
  const [open, setOpen] = useState(false);
  const wrap = useRef<HTMLSpanElement>(null);
  const { Editor, icon: Icon } = kindOf(field);
  const buttons = (field.kind === 'choice' || field.kind === 'multi_choice') && (field.options?.length ?? 0) <= BUTTONS;
  const close = () => {
    setOpen(false);
    wrap.current?.querySelector('button')?.focus();
  };
  const set = !isEmpty(value);
  const content = buttons ? (
    <Options field={field} value={value} onChange={onChange} onDone={close} />
  ) : (
    <Editor field={field} value={value} autoFocus onChange={(next) => onChange(next)} onCommit={close} />
  );
  return (
    <span ref={wrap} className={css.pick}>
      <Floating open={open} onOpenChange={setOpen} title={field.label} content={content} placement="bottomLeft" width={320}>
        <button type="button" className={css.tool} data-set={(set && !untouched) || undefined}>
          <Icon size={15} strokeWidth={1.75} aria-hidden />
          <span className={css.toolText}>{set ? t('timeline.set', { name: field.label, value: formatValue(value, field, context) }) : field.label}</span>
        </button>
      </Floating>
      {set && !untouched && !field.required && (
        <button type="button" className={css.clear} aria-label={t('timeline.clear', { name: field.label })} onClick={() => onChange(null)}>
          <X size={13} aria-hidden />
        </button>
      )}
    </span>
  );
}
