/** A few colours laid open, one of them chosen. */
import { Check } from 'lucide-react';
import css from './Swatches.module.css';

export interface Swatch<T extends string> {
  value: T;
  label: string;
  color: string;
}

export interface SwatchesProps<T extends string> {
  /** Of the group, for the browser. */
  name: string;
  label: string;
  options: Swatch<T>[];
  value: string;
  /** Of the mark on the chosen one. */
  ink: string;
  onChange: (value: T) => void;
}

export function Swatches<T extends string>({ name, label, options, value, ink, onChange }: SwatchesProps<T>) {
  return (
    <span className={css.row} role="radiogroup" aria-label={label}>
      {options.map((option) => (
        <label key={option.value} className={css.swatch} title={option.label}>
          <input type="radio" name={name} checked={option.value === value} onChange={() => onChange(option.value)} aria-label={option.label} />
          <span className={css.color} style={{ background: option.color, color: ink }}>
            {option.value === value && <Check size={14} strokeWidth={2.5} aria-hidden />}
          </span>
        </label>
      ))}
    </span>
  );
}
