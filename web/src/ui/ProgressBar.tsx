/** A thin bar for something that counts up. */
import css from './ProgressBar.module.css';

export interface ProgressBarProps {
  /** 0 to 1. */
  share: number;
  label: string;
  tone?: 'brand' | 'ok' | 'warn' | 'bad';
  /** Work whose end is not known. */
  indeterminate?: boolean;
}

export function ProgressBar({ share, label, tone = 'brand', indeterminate = false }: ProgressBarProps) {
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 100);
  return (
    <div
      className={css.track}
      data-tone={tone}
      data-busy={indeterminate || undefined}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={indeterminate ? undefined : percent}
    >
      <div className={css.bar} style={{ width: indeterminate ? '30%' : `${percent}%` }} />
    </div>
  );
}
