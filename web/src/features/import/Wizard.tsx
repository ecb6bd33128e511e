/** The import wizard of one object. The job's own state decides the step, so a reopened page goes on where it was. */
import { useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import type { ObjectMeta } from '@/api/types';
import { later } from '@/ui/later';
import { Notice } from '@/ui/Notice';
import { Bars, ErrorState } from '@/ui/States';
import { Unseen } from '@/ui/Unseen';
import { importCalls, importKeys, importQuery, keepJob, useImportEvents } from './api';
import { planOf } from './mapping';
import { RunView } from './RunView';
import { Steps, type Step } from './Steps';
import type { ImportJob, ImportPlan, ImportState } from './types';
import { UploadStep } from './UploadStep';
import css from './Wizard.module.css';

const wait = <Bars rows={8} />;
const MatchStep = later(() => import('./MatchStep').then((module) => module.MatchStep), wait);
const CheckedView = later(() => import('./CheckedView').then((module) => module.CheckedView), wait);
const ResultView = later(() => import('./ResultView').then((module) => module.ResultView), wait);

export interface WizardProps {
  object: ObjectMeta;
  id: string | null;
  onId: (id: string | null) => void;
}

const STEP: Record<ImportState, Step> = {
  proposed: 'file',
  uploaded: 'match',
  checking: 'check',
  checked: 'check',
  running: 'run',
  stopping: 'run',
  stopped: 'run',
  done: 'run',
  failed: 'run',
  undoing: 'run',
  undone: 'run',
};

export function Wizard({ object, id, onId }: WizardProps) {
  const queryClient = useQueryClient();
  useImportEvents();
  if (!id) {
    return (
      <div className={css.wizard}>
        <Steps current="file" />
        <div className={css.scroll}>
          <UploadStep
            object={object}
            onUploaded={(job) => {
              keepJob(queryClient, job);
              onId(job.id);
            }}
          />
        </div>
      </div>
    );
  }
  return <Running key={id} object={object} id={id} onId={onId} />;
}

function Running({ object, id, onId }: { object: ObjectMeta; id: string; onId: (id: string | null) => void }) {
  const query = useQuery(importQuery(id));
  if (query.isError && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Bars rows={8} />;
  return <JobView object={object} job={query.data} onId={onId} />;
}

function JobView({ object, job, onId }: { object: ObjectMeta; job: ImportJob; onId: (id: string | null) => void }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [plan, setPlan] = useState<ImportPlan>(() => planOf(job));
  const [rematch, setRematch] = useState(false);
  const call = useMutation({
    mutationFn: (run: () => Promise<ImportJob>) => run(),
    onSuccess: (next) => {
      // The stream may already have brought something newer than this answer.
      const known = queryClient.getQueryData<ImportJob>(importKeys.one(next.id));
      if (!known || known.state === job.state || next.state === 'uploaded') keepJob(queryClient, next);
      void queryClient.invalidateQueries({ queryKey: importKeys.one(next.id) });
    },
  });
  const go = (run: () => Promise<ImportJob>) => {
    setRematch(false);
    call.mutate(run);
  };
  const matching = job.state === 'uploaded' || (rematch && job.state === 'checked');
  return (
    <div className={css.wizard}>
      <Steps current={matching ? 'match' : STEP[job.state]} finished={job.state === 'done' || job.state === 'undone'} />
      {call.isError && <CallError error={call.error} />}
      {matching ? (
        <MatchStep
          object={object}
          job={job}
          plan={plan}
          onPlan={setPlan}
          busy={call.isPending}
          onOtherFile={() => onId(null)}
          onSheet={(sheet) => call.mutate(() => importCalls.sheet(job.id, sheet), { onSuccess: (next) => setPlan(planOf(next)) })}
          onCheck={() => go(() => importCalls.check(job.id, plan))}
        />
      ) : job.state === 'checked' ? (
        <CheckedView job={job} busy={call.isPending} onBack={() => setRematch(true)} onStart={() => go(() => importCalls.start(job.id, plan))} />
      ) : (
        <div className={css.scroll} aria-live="polite">
          {STEP[job.state] === 'check' || ['running', 'stopping', 'undoing'].includes(job.state) ? (
            <RunView job={job} stopping={call.isPending} onStop={() => call.mutate(() => importCalls.stop(job.id))} />
          ) : (
            <ResultView job={job} object={object} busy={call.isPending} onAgain={() => onId(null)} onUndo={() => go(() => importCalls.undo(job.id))} />
          )}
        </div>
      )}
      <Unseen aria-live="polite">
        {t(`import.state.${job.state}`)}
      </Unseen>
    </div>
  );
}

function CallError({ error }: { error: Error }) {
  const { t } = useTranslation();
  const problem = error instanceof ApiError ? error : null;
  return (
    <div className={css.error}>
      <Notice tone="bad" alert title={problem?.code === 'offline' ? t('errors.offline') : t('import.callFailed')}>
        {problem?.code === 'offline' ? t('errors.offlineHint') : error.message}
        {problem?.errors.map((one) => (
          <div key={one.field}>{one.message}</div>
        ))}
        {problem?.requestId && <div>{t('errors.requestId', { id: problem.requestId })}</div>}
      </Notice>
    </div>
  );
}
