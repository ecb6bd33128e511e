/** A square button that is only an icon: always named, always with a tooltip. */
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import css from './IconButton.module.css';

export interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  label: string;
  children: ReactNode;
  size?: 'small' | 'normal' | 'touch';
  active?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

export function IconButton({ label, children, size = 'normal', active, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      data-tip={label}
      className={`${css.button} ${className ?? ''}`}
      data-size={size}
      data-active={active || undefined}
      {...rest}
    >
      {children}
    </button>
  );
}
