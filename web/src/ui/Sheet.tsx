/** The white sheet on the grey desk: header 52 high with title and actions, then the content. */
import type { ReactNode } from 'react';
import { BusyBar } from './States';
import css from './Sheet.module.css';

export interface SheetProps {
  /** Left side of the header; a plain text becomes the page's h1. */
  title: ReactNode;
  /** Small text after the title, such as a count. */
  meta?: ReactNode;
  actions?: ReactNode;
  busy?: boolean;
  /** The content scrolls by itself (grids do). */
  fixed?: boolean;
  /** Content as wide as reading needs, in the middle: settings pages. */
  narrow?: boolean;
  children: ReactNode;
}

export function Sheet({ title, meta, actions, busy = false, fixed = false, narrow = false, children }: SheetProps) {
  return (
    <div className={css.sheet}>
      <BusyBar active={busy} />
      <header className={css.header}>
        {typeof title === 'string' ? <h1 className={css.title}>{title}</h1> : title}
        {meta && <span className={css.meta}>{meta}</span>}
        <div className={css.actions}>{actions}</div>
      </header>
      <div className={fixed ? css.fixed : css.scroll}>
        {narrow ? <div className={css.narrow}>{children}</div> : children}
      </div>
    </div>
  );
}
