/** The frame of a card: what it shows, how much of it there is, and the way to all of it. */
import type { ReactNode } from 'react';
import { Button } from 'antd';
import { RotateCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { reasonOf } from '@/api/reason';
import { Bars, useDelayed } from '@/ui/States';
import css from './workbench.module.css';

export interface CardProps {
  title: string;
  icon: ReactNode;
  /** Beside the title, in grey. */
  meta?: ReactNode;
  actions?: ReactNode;
  wide?: boolean;
  children: ReactNode;
}

export function Card({ title, icon, meta, actions, wide = false, children }: CardProps) {
  return (
    <section className={css.card} data-wide={wide || undefined} aria-label={title}>
      <header className={css.head}>
        {icon}
        <h2>{title}</h2>
        {meta && <span className={css.meta}>{meta}</span>}
        <span className={css.gap} />
        {actions}
      </header>
      {children}
    </section>
  );
}

interface Asked {
  isPending: boolean;
  error: unknown;
  refetch: () => unknown;
}

/** What a card shows until there is an answer, and when there is none. */
export function Answered({ of, children }: { of: Asked[]; children: ReactNode }) {
  const { t } = useTranslation();
  const waiting = of.some((one) => one.isPending && !one.error);
  const late = useDelayed(waiting);
  const failed = of.filter((one) => one.error);
  if (failed.length > 0) {
    return (
      <div className={css.none} role="alert">
        <p>{reasonOf(failed[0]?.error, t)}</p>
        <Button size="small" icon={<RotateCw size={13} aria-hidden />} onClick={() => failed.forEach((one) => void one.refetch())}>
          {t('common.retry')}
        </Button>
      </div>
    );
  }
  if (waiting) return <div className={css.wait}>{late && <Bars rows={3} />}</div>;
  return children;
}

export function Nothing({ children }: { children: ReactNode }) {
  return <p className={css.none}>{children}</p>;
}
