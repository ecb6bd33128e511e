/** One field of a form: label, editor, help or what is wrong. */
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Field, FieldValue } from '@/api/types';
import { kindOf } from '@/fields/registry';
import type { Fault } from '@/fields/types';
import { byFormula } from './values';
import css from './form.module.css';

export interface FormFieldProps {
  field: Field;
  value: FieldValue;
  fault?: Fault;
  /** What is wrong with the text as it stands: told when the field is left, not while somebody is in the middle of it. */
  typed?: Fault;
  /** The server's words about this field. */
  message?: string;
  autoFocus?: boolean;
  onChange: (value: FieldValue, fault?: Fault) => void;
}

const WIDE = new Set(['long_text', 'rich_text', 'tags', 'multi_choice', 'multi_reference', 'record', 'address', 'attachment', 'image', 'signature', 'lines']);

export function FormField({ field, value, fault, typed, message, autoFocus, onChange }: FormFieldProps) {
  const { t } = useTranslation();
  const id = useId();
  const { Editor } = kindOf(field);
  const [left, setLeft] = useState(false);
  const told = fault ?? (left ? typed : undefined);
  const wrong = message ?? (told && t(`fields.fault.${told.code}`, { limit: told.limit }));
  const note = wrong ?? field.help ?? (byFormula(field) ? t('form.byFormula') : '');
  return (
    <div className={css.field} data-wide={WIDE.has(field.kind) || undefined} data-field={field.name} onFocus={() => setLeft(false)} onBlur={() => setLeft(true)}>
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
