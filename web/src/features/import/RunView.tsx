/** A dry run or a run in progress: bar, counts, speed, and a way to stop. */
import { Button } from 'antd';
import { Square } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ProgressBar } from '@/ui/ProgressBar';
import { Figures } from './Figures';
import { usePace } from './pace';
import type { ImportJob } from './types';
import css from './RunView.module.css';

export function RunView({ job, onStop, stopping }: { job: ImportJob; onStop: () => void; stopping: boolean }) {
  const { t } = useTranslation();
  const pace = usePace(job);
  const share = job.rows_total ? job.rows_done / job.rows_total : 0;
  const undoing = job.state === 'undoing';
  const title = undoing ? t('import.undoing') : job.state === 'checking' ? t('import.checking') : job.state === 'stopping' ? t('import.stopping') : t('import.running');
  return (
    <div className={css.view}>
      <div className={css.card}>
        <div className={css.line}>
          <h2 className={css.title}>{title}</h2>
          {!undoing && <span className={css.percent}>{Math.round(share * 100)} %</span>}
        </div>
        <ProgressBar share={share} label={title} indeterminate={undoing || (job.rows_done === 0 && job.rows_total > 0)} />
        {!undoing && (
          <div className={css.line}>
            <p className={css.meta}>
              {t('import.progress', { done: job.rows_done.toLocaleString(), total: job.rows_total.toLocaleString() })}
              {pace && job.state !== 'stopping' && (
                <>
                  <span className={css.dot} aria-hidden />
                  {t('import.speed', { rows: Math.round(pace.perSecond).toLocaleString() })}
                  <span className={css.dot} aria-hidden />
                  {pace.secondsLeft < 60 ? t('import.secondsLeft', { seconds: pace.secondsLeft }) : t('import.minutesLeft', { minutes: Math.ceil(pace.secondsLeft / 60) })}
                </>
              )}
            </p>
            <Button icon={<Square size={13} aria-hidden />} onClick={onStop} loading={stopping || job.state === 'stopping'}>
              {t('import.stop')}
            </Button>
          </div>
        )}
      </div>
      {!undoing && <Figures job={job} />}
      <p className={css.hint}>{t(job.state === 'checking' ? 'import.checkingHint' : undoing ? 'import.undoingHint' : 'import.runningHint')}</p>
    </div>
  );
}
