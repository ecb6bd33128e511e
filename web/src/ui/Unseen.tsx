/** Words for whoever listens to the page; nothing shows. */
import type { HTMLAttributes } from 'react';
import css from './Unseen.module.css';

export function Unseen(props: HTMLAttributes<HTMLSpanElement>) {
  return <span {...props} className={css.unseen} />;
}
