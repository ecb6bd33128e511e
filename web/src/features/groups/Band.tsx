/** A line without cells in the grid: the head of a group, or what reads on in one. */
import type { ReactNode } from 'react';
import css from './groups.module.css';

export const BAND = 40;

export interface BandProps {
  index: number;
  top: number;
  active: boolean;
  /** Of a head; what reads on can't be opened. */
  open?: boolean;
  onPress: () => void;
  onFocus: () => void;
  children: ReactNode;
}

export function Band({ index, top, active, open, onPress, onFocus, children }: BandProps) {
  const head = open !== undefined;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-level={head ? 1 : 2}
      aria-expanded={open}
      className={head ? css.band : `${css.band} ${css.further}`}
      data-at={index}
      style={{ height: BAND, transform: `translateY(${top}px)` }}
      tabIndex={active ? 0 : -1}
      onFocus={onFocus}
      onClick={onPress}
    >
      <div role="gridcell" aria-colindex={1} className={css.bandCell}>
        {children}
      </div>
    </div>
  );
}
