/** One matter of a settings page: what it is at the left, its fields at the right. */
import type { ReactNode } from 'react';
import css from './Block.module.css';

export interface BlockProps {
  title: string;
  hint?: string;
  /** Lists and long texts need more room than fields. */
  wide?: boolean;
  children: ReactNode;
}

export function Block({ title, hint, wide = false, children }: BlockProps) {
  return (
    <section className={css.block}>
      <div>
        <h2 className={css.title}>{title}</h2>
        {hint && <p className={css.hint}>{hint}</p>}
      </div>
      <div className={css.body} data-wide={wide || undefined}>
        {children}
      </div>
    </section>
  );
}
