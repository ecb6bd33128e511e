/** Stars to press, or to choose with the arrow keys and digits; pressing the chosen one takes them away. */
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { Star } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { EditorProps } from '../types';
import css from './rating.module.css';

export function StarsEditor(props: EditorProps) {
  const { field, value, onChange, onCommit, onCancel } = props;
  const { t } = useTranslation();
  const group = useRef<HTMLSpanElement>(null);
  const most = Number(field.max ?? 5) || 5;
  const stars = value == null || value === '' ? 0 : Number(value);

  const set = (next: number | null) => {
    onChange(next);
    if (props.inCell || props.openAtOnce) onCommit?.(next);
  };
  const focus = (star: number) => group.current?.querySelectorAll<HTMLButtonElement>('button')[star - 1]?.focus();

  useEffect(() => {
    if (props.autoFocus) focus(Math.max(stars, 1));
    const typed = Number(props.initialText);
    if (typed >= 1 && typed <= most) onChange(typed);
    // Only once: later the person presses.
  }, []);

  const keys = (event: KeyboardEvent) => {
    const digit = Number(event.key);
    const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    const next = by ? Math.min(most, Math.max(1, stars + by)) : digit >= 1 && digit <= most ? digit : 0;
    if (next) {
      event.preventDefault();
      event.stopPropagation();
      onChange(next);
      focus(next);
    } else if ((event.key === 'Backspace' || event.key === 'Delete') && !field.required) {
      event.preventDefault();
      event.stopPropagation();
      onChange(null);
    } else if (event.key === 'Enter' && onCommit) {
      event.preventDefault();
      event.stopPropagation();
      onCommit();
    } else if (event.key === 'Escape' && onCancel) {
      event.stopPropagation();
      onCancel();
    }
  };

  return (
    <span
      ref={group}
      id={props.id}
      className={css.editor}
      data-cell={props.inCell || undefined}
      data-invalid={props.invalid || undefined}
      role="radiogroup"
      aria-label={field.label}
      aria-describedby={props.describedBy}
      aria-required={field.required || undefined}
      onKeyDown={keys}
    >
      {Array.from({ length: most }, (_, at) => at + 1).map((star) => (
        <button
          key={star}
          type="button"
          role="radio"
          aria-checked={star === stars}
          aria-label={t('fields.stars', { count: star, most })}
          tabIndex={star === (stars || 1) ? 0 : -1}
          className={css.star}
          onClick={() => set(star === stars && !field.required ? null : star)}
        >
          <Star size={18} aria-hidden className={star <= stars ? css.on : css.off} />
        </button>
      ))}
    </span>
  );
}
