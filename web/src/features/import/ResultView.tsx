/** Step 4, after the run: what was done, the rows that were left out, and the way back. */
import { useState } from 'react';
import { Button, Modal } from 'antd';
import { Link } from '@tanstack/react-router';
import { Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ObjectMeta } from '@/api/types';
import { Notice } from '@/ui/Notice';
import { FaultTable } from './FaultTable';
import { Figures } from './Figures';
import { LinkFigures } from './LinkFigures';
import type { ImportJob } from './types';
import css from './RunView.module.css';

export interface ResultViewProps {
  job: ImportJob;
  object: ObjectMeta;
  busy: boolean;
  onUndo: () => void;
  onAgain: () => void;
}

export function ResultView({ job, object, busy, onUndo, onAgain }: ResultViewProps) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const changed = job.inserted + job.updated;
  const total = (name: 'inserted' | 'updated') => job.links.reduce((sum, link) => sum + link[name], job[name]);
  const undoable = (job.state === 'done' || job.state === 'stopped' || job.state === 'failed') && changed > 0;
  return (
    <div className={css.view}>
      <ResultNotice job={job} object={object} />
      <Figures job={job} />
      <LinkFigures job={job} />
      <div className={css.actions}>
        <Link to="/o/$object" params={{ object: object.name }} search={{}}>
          <Button type="primary" tabIndex={-1}>
            {t('import.openList', { objects: object.plural })}
          </Button>
        </Link>
        <Button onClick={onAgain}>{t('import.again')}</Button>
        {undoable && (
          <Button icon={<Undo2 size={15} aria-hidden />} loading={busy} onClick={() => setAsking(true)}>
            {t('import.undo')}
          </Button>
        )}
      </div>
      {(job.undone ? job.undone.kept > 0 : job.failed + job.left_out > 0) && <FaultTable job={job} />}
      <Modal
        open={asking}
        title={t('import.undoTitle')}
        okText={t('import.undoDo')}
        cancelText={t('common.cancel')}
        okButtonProps={{ danger: true }}
        onCancel={() => setAsking(false)}
        onOk={() => {
          setAsking(false);
          onUndo();
        }}
      >
        <p>{t('import.undoText', { inserted: total('inserted').toLocaleString(), updated: total('updated').toLocaleString() })}</p>
        <p className={css.hint}>{t('import.undoKeeps')}</p>
      </Modal>
    </div>
  );
}

function ResultNotice({ job, object }: { job: ImportJob; object: ObjectMeta }) {
  const { t } = useTranslation();
  const changed = (job.inserted + job.updated).toLocaleString();
  if (job.state === 'failed') {
    return (
      <Notice tone="bad" title={t('import.failedTitle')}>
        {job.error?.detail ?? job.error?.title ?? t('import.failedHint')}
        {job.error?.request_id && <div>{t('errors.requestId', { id: job.error.request_id })}</div>}
      </Notice>
    );
  }
  if (job.state === 'undone') {
    const undone = job.undone ?? { removed: 0, restored: 0, kept: 0 };
    return (
      <Notice tone={undone.kept ? 'warn' : 'ok'} title={t('import.undoneTitle')}>
        {t('import.undoneText', { removed: undone.removed.toLocaleString(), restored: undone.restored.toLocaleString() })}
        {undone.kept > 0 && <div>{t('import.undoneKept', { count: undone.kept })}</div>}
      </Notice>
    );
  }
  if (job.state === 'stopped') {
    return (
      <Notice tone="warn" title={t('import.stoppedTitle')}>
        {t('import.stoppedText', { done: job.rows_done.toLocaleString(), total: job.rows_total.toLocaleString(), changed })}
      </Notice>
    );
  }
  return (
    <Notice tone="ok" title={t('import.doneTitle', { changed, objects: object.plural })}>
      {job.failed ? t('import.doneFaults', { count: job.failed }) : t('import.doneClean')}
    </Notice>
  );
}
