/** The pieces of a short form: the way of contact, the text, and what keeps it from being saved. */
import type { ClipboardEvent, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { Field } from '@/api/types';
import { FormField } from '../form/FormField';
import type { Creating } from '../form/useCreate';
import { activityIcon } from '../timeline/kinds';
import type { DictationFault } from './dictation';
import type { Places } from './shape';
import css from './compose.module.css';

export function Ways({ field, id, form }: { field: Field; id: string; form: Creating }) {
  return (
    <div className={css.kinds} role="radiogroup" aria-label={field.label}>
      {(field.options ?? []).map((way) => {
        const Icon = activityIcon(way.name);
        const on = form.draft[field.name] === way.name;
        return way.active === false ? null : (
          <label key={way.name} className={css.kind} data-on={on || undefined}>
            <input type="radio" name={`way-${id}`} checked={on} onChange={() => form.set(field.name, way.name)} />
            <Icon size={14} strokeWidth={1.75} aria-hidden />
            {way.label}
          </label>
        );
      })}
    </div>
  );
}

/** A field of the form with its label and what is wrong with it. */
export const fieldIn = (form: Creating) => (field: Field) => (
  <FormField key={field.name} field={field} value={form.draft[field.name] ?? null} fault={form.faults[field.name]} typed={form.typed[field.name]} message={form.messages[field.name]} onChange={(value, fault) => form.set(field.name, value, fault)} />
);

/** What keeps the form from being saved, other than at fields that say so themselves. */
export function Problems({ form, places, voice }: { form: Creating; places: Places; voice: DictationFault | null }) {
  const { t } = useTranslation();
  const bare = [places.text, places.ways, places.when, places.files, ...places.picks].flatMap((field) => field ?? []);
  const wrong = bare.flatMap((field) => {
    const fault = form.faults[field.name];
    const told = form.messages[field.name] ?? (fault && t(`fields.fault.${fault.code}`, { limit: fault.limit }));
    return told ? [t('timeline.wrong', { name: field.label, reason: told })] : [];
  });
  const doubt = form.doubt && t(form.doubt.blocked ? 'form.duplicatesBlocked' : 'form.duplicates', { count: form.doubt.items.length });
  const told = [form.problem, doubt, ...wrong, voice && t(`timeline.dictateFault.${voice}`)].filter(Boolean);
  return told.length === 0 ? null : (
    <p className={css.problem} role="alert">
      {told.join(' ')}
    </p>
  );
}

interface TextProps {
  field: Field;
  form: Creating;
  label: string;
  placeholder: string;
  area: RefObject<HTMLTextAreaElement | null>;
  onPaste: (event: ClipboardEvent) => void;
}

/** A line or more; Enter saves what can only be a line. */
export function Text({ field, form, label, placeholder, area, onPaste }: TextProps) {
  const oneLine = field.kind === 'text';
  return (
    <textarea
      ref={area}
      className={css.area}
      rows={oneLine ? 1 : 2}
      data-line={oneLine || undefined}
      value={String(form.draft[field.name] ?? '')}
      placeholder={placeholder}
      aria-label={label}
      aria-invalid={form.problem || form.faults[field.name] || form.messages[field.name] ? true : undefined}
      onChange={(event) => form.set(field.name, oneLine ? event.target.value.replace(/\s*\n\s*/gu, ' ') : event.target.value)}
      onPaste={onPaste}
      onKeyDown={(event) => {
        if (!oneLine || event.key !== 'Enter' || event.nativeEvent.isComposing) return;
        event.preventDefault();
        event.currentTarget.form?.requestSubmit();
      }}
    />
  );
}
