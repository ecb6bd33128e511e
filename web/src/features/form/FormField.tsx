/** One field of a form: label, editor, help or what is wrong. */
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Field, FieldValue } from '@/api/types';
import { kindOf } from '@/fields/registry';
import type { Fault } from '@/fields/types';
import css from './form.module.css';

export interface FormFieldProps {
  field: Field;
  value: FieldValue;
  fault?: Fault;
  /** The server's words about this field. */
  message?: string;
  autoFocus?: boolean;
  onChange: (value: FieldValue, fault?: Fault) => void;
}

const WIDE = new Set(['long_text', 'tags', 'multi_choice', 'record', 'address']);

export function FormField({ field, value, fault, message, autoFocus, onChange }: FormFieldProps) {
  const { t } = useTranslation();
  const id = useId();
  const { Editor } = kindOf(field);
  const wrong = message ?? (fault && t(`fields.fault.${fault.code}`, { limit: fault.limit }));
  const note = wrong ?? field.help ?? '';
  return (
    <div className={css.field} data-wide={WIDE.has(field.kind) || undefined} data-field={field.name}>
      <label htmlFor={id} className={css.label}>
        {field.label}
        {field.required && (
          <span className={css.required} aria-hidden>
            *
          </span>
        )}
      </label>
      <Editor
        field={field}
        id={id}
        value={value}
        autoFocus={autoFocus}
        invalid={wrong !== undefined}
        describedBy={note ? `${id}-note` : undefined}
        onChange={onChange}
      />
      {note && (
        <p id={`${id}-note`} className={css.note} data-wrong={wrong !== undefined || undefined} role={wrong ? 'alert' : undefined}>
          {note}
        </p>
      )}
    </div>
  );
}
