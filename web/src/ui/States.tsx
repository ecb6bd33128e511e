/** What a place shows when it has nothing, failed, or is still loading. */
import { useEffect, useState, type ReactNode } from 'react';
import { Button } from 'antd';
import { CircleAlert, LockKeyhole, RotateCw, SearchX, WifiOff, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import css from './States.module.css';

export interface StateProps {
  icon: LucideIcon;
  title: string;
  hint?: ReactNode;
  tone?: 'brand' | 'bad' | 'grey';
  children?: ReactNode;
}

/** Icon, one bold line, one hint, actions (the primary one first). */
export function StateView({ icon: Icon, title, hint, tone = 'brand', children }: StateProps) {
  return (
    <div className={css.state}>
      <span className={css.icon} data-tone={tone} aria-hidden>
        <Icon size={21} strokeWidth={1.75} />
      </span>
      <p className={css.title}>{title}</p>
      {hint && <p className={css.hint}>{hint}</p>}
      {children && <div className={css.actions}>{children}</div>}
    </div>
  );
}

/** A whole area failed: the reason in words, the request's number for support, and a way on. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  const problem = error instanceof ApiError ? error : null;
  const kind = problem?.code === 'offline' ? 'offline' : problem?.status === 403 ? 'forbidden' : problem?.status === 404 ? 'missing' : 'failed';
  const icon = { offline: WifiOff, forbidden: LockKeyhole, missing: SearchX, failed: CircleAlert }[kind];
  const reason = problem && kind !== 'offline' ? problem.message : t(`errors.${kind}Hint`);
  return (
    <div role="alert">
      <StateView
        icon={icon}
        tone={kind === 'missing' ? 'grey' : 'bad'}
        title={t(`errors.${kind}`)}
        hint={
          <>
            {reason}
            {kind === 'forbidden' && <span className={css.line}>{t('errors.forbiddenHint')}</span>}
            {problem?.requestId && <code className={css.code}>{t('errors.requestId', { id: problem.requestId })}</code>}
          </>
        }
      >
        {onRetry && kind !== 'forbidden' && (
          <Button icon={<RotateCw size={15} aria-hidden />} onClick={onRetry}>
            {t('common.retry')}
          </Button>
        )}
      </StateView>
    </div>
  );
}

/** True once `active` has lasted for `ms`: short waits show nothing at all. */
export function useDelayed(active: boolean, ms = 150): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!active) {
      setLate(false);
      return;
    }
    const timer = setTimeout(() => setLate(true), ms);
    return () => clearTimeout(timer);
  }, [active, ms]);
  return active && late;
}

/** Grey bars in the layout of what is coming. */
export function Bars({ rows = 6, widths = ['62%', '84%', '48%', '76%', '70%', '55%'] }: { rows?: number; widths?: string[] }) {
  return (
    <div className={css.bars} aria-hidden>
      {Array.from({ length: rows }, (_, i) => (
        <i key={i} className={css.bar} style={{ width: widths[i % widths.length] }} />
      ))}
    </div>
  );
}

/** The hair-thin bar at the top of a sheet while something is fetched again. */
export function BusyBar({ active }: { active: boolean }) {
  const shown = useDelayed(active);
  return <div className={css.busy} data-on={shown || undefined} aria-hidden />;
}
