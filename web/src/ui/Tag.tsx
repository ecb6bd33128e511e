/** A coloured label: a status has a dot, a plain tag has none. */
import type { ReactNode } from 'react';
import type { Tone } from './tokens';
import css from './Tag.module.css';

export interface TagProps {
  tone?: Tone;
  dot?: boolean;
  children: ReactNode;
}

export function Tag({ tone = 'grey', dot = false, children }: TagProps) {
  return (
    <span className={css.tag} data-tone={tone}>
      {dot && <i className={css.dot} aria-hidden />}
      <span className={css.text}>{children}</span>
    </span>
  );
}
