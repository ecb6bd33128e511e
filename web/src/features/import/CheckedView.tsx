/** Step 3, after the dry run: what would happen, what is wrong, and the start. */
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Notice } from '@/ui/Notice';
import { FaultTable } from './FaultTable';
import { Figures } from './Figures';
import { LinkFigures } from './LinkFigures';
import type { ImportJob } from './types';
import run from './RunView.module.css';
import match from './MatchStep.module.css';

export interface CheckedViewProps {
  job: ImportJob;
  busy: boolean;
  onStart: () => void;
  onBack: () => void;
}

export function CheckedView({ job, busy, onStart, onBack }: CheckedViewProps) {
  const { t } = useTranslation();
  const good = job.inserted + job.updated;
  return (
    <>
      <div className={`${run.view}`} style={{ flex: 1, width: '100%', alignContent: 'start', overflow: 'auto' }}>
        {good === 0 ? (
          <Notice tone="bad" title={t('import.nothingGood')}>
            {t('import.nothingGoodHint')}
          </Notice>
        ) : job.failed > 0 ? (
          <Notice tone="warn" title={t('import.someBad', { count: job.failed })}>
            {t('import.someBadHint')}
          </Notice>
        ) : (
          <Notice tone="ok" title={t('import.allGood', { count: job.rows_total })}>
            {t('import.allGoodHint')}
          </Notice>
        )}
        <Figures job={job} />
        <LinkFigures job={job} />
        {job.failed + job.left_out > 0 && <FaultTable job={job} />}
      </div>
      <footer className={match.footer}>
        <Button onClick={onBack}>{t('import.backToMatch')}</Button>
        <span className={match.count}>{job.file_name}</span>
        <Button type="primary" loading={busy} disabled={good === 0} onClick={onStart}>
          {t('import.start', { count: good })}
        </Button>
      </footer>
    </>
  );
}
