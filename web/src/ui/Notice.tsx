/** A tinted box with a reason in words, in the place it concerns. */
import type { ReactNode } from 'react';
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import css from './Notice.module.css';

export interface NoticeProps {
  tone: 'info' | 'ok' | 'warn' | 'bad';
  title?: ReactNode;
  /** Read out at once by screen readers: for answers to what the person just did. */
  alert?: boolean;
  /** Buttons at the end. */
  actions?: ReactNode;
  children?: ReactNode;
}

const ICONS = { info: Info, ok: CircleCheck, warn: TriangleAlert, bad: CircleAlert };

export function Notice({ tone, title, alert = false, actions, children }: NoticeProps) {
  const Icon = ICONS[tone];
  return (
    <div className={css.notice} data-tone={tone} role={alert ? 'alert' : undefined}>
      <Icon className={css.icon} size={16} strokeWidth={1.75} aria-hidden />
      <div className={css.body}>
        {title && <p className={css.title}>{title}</p>}
        {children && <div className={css.text}>{children}</div>}
      </div>
      {actions && <div className={css.actions}>{actions}</div>}
    </div>
  );
}
