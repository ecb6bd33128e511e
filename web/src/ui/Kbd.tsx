/** A key of the keyboard, as texts about keys show it. */
import css from './Kbd.module.css';

export function Kbd({ children }: { children: string }) {
  return <kbd className={css.key}>{children}</kbd>;
}
