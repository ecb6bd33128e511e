/** Where in a tree the board is, and the way back up. */
import { useEffect, useRef } from 'react';
import { ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Option } from '@/api/types';
import css from './trail.module.css';

export interface TrailProps {
  /** What stands for the top. */
  top: string;
  path: Option[];
  onOpen: (node: string | null) => void;
}

export function Trail({ top, path, onOpen }: TrailProps) {
  const { t } = useTranslation();
  const here = useRef<HTMLSpanElement>(null);
  const within = path.at(-1)?.name ?? null;
  const before = useRef(within);
  useEffect(() => {
    // The head that was pressed is gone.
    if (before.current !== within) here.current?.focus();
    before.current = within;
  }, [within]);
  const steps = [{ name: null, label: top }, ...path];
  return (
    <nav className={css.trail} aria-label={t('board.trail')}>
      <ol>
        {steps.map(({ name, label }, index) => (
          <li key={name ?? ''}>
            {index > 0 && <ChevronRight size={14} strokeWidth={1.75} aria-hidden />}
            {name === within ? (
              <span ref={here} tabIndex={-1} aria-current="location">
                {label}
              </span>
            ) : (
              <button type="button" onClick={() => onOpen(name)}>
                {label}
              </button>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
