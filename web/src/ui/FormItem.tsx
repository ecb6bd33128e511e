/** A label, one control, and below it the error or else the hint, wired up for screen readers. */
import { useId, type ReactNode } from 'react';
import css from './FormItem.module.css';

export interface ControlProps {
  id: string;
  describedBy: string | undefined;
  invalid: boolean;
}

export interface FormItemProps {
  label: ReactNode;
  required?: boolean;
  hint?: ReactNode;
  error?: string | null;
  /** For groups of controls, which a label can't point at: the label names the group instead. */
  group?: boolean;
  children: (control: ControlProps) => ReactNode;
}

export function FormItem({ label, required = false, hint, error, group = false, children }: FormItemProps) {
  const id = useId();
  const below = error || hint;
  const control = { id, describedBy: below ? `${id}-below` : undefined, invalid: Boolean(error) };
  const text = (
    <>
      {label}
      {required && (
        <span className={css.star} aria-hidden>
          *
        </span>
      )}
    </>
  );
  return (
    <div className={css.item} role={group ? 'group' : undefined} aria-labelledby={group ? `${id}-label` : undefined}>
      {group ? (
        <span className={css.label} id={`${id}-label`}>
          {text}
        </span>
      ) : (
        <label className={css.label} id={`${id}-label`} htmlFor={id}>
          {text}
        </label>
      )}
      {children(control)}
      {below && (
        <p className={error ? css.error : css.hint} id={`${id}-below`} role={error ? 'alert' : undefined}>
          {below}
        </p>
      )}
    </div>
  );
}
