/** A few words side by side of which one holds: a radio group that looks like one control. */
import { useId } from 'react';
import css from './Segmented.module.css';

export interface SegmentedProps<T extends string> {
  label: string;
  value: T;
  options: { value: T; label: string }[];
  disabled?: boolean;
  small?: boolean;
  onChange: (value: T) => void;
}

export function Segmented<T extends string>({ label, value, options, disabled = false, small = false, onChange }: SegmentedProps<T>) {
  const name = useId();
  return (
    <span className={css.group} role="radiogroup" aria-label={label} data-small={small || undefined} data-disabled={disabled || undefined}>
      {options.map((option) => (
        <label key={option.value} className={css.option}>
          <input type="radio" name={name} checked={option.value === value} disabled={disabled} onChange={() => onChange(option.value)} />
          <span>{option.label}</span>
        </label>
      ))}
    </span>
  );
}
