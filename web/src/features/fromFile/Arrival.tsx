/** The object is there; its rows come in by the import. Without a fault one goes on to the list by itself. */
import { useEffect } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useObjectMeta } from '@/api/meta';
import { reasonOf } from '@/api/reason';
import { importCalls, importQuery, keepJob, useImportEvents } from '@/features/import/api';
import { ResultView } from '@/features/import/ResultView';
import { RunView } from '@/features/import/RunView';
import { isBusy, type ImportJob } from '@/features/import/types';
import { Bars } from '@/ui/States';
import { toast } from '@/ui/toast';
import type { Made } from './draft';
import css from './fromFile.module.css';

export function Arrival({ made }: { made: Made }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const object = useObjectMeta(made.object.name);
  useImportEvents();
  const id = made.import?.id ?? '';
  const query = useQuery({ ...importQuery(id), enabled: id !== '' });
  const job = query.data ?? made.import;
  const call = useMutation({
    mutationFn: (run: () => Promise<ImportJob>) => run(),
    onSuccess: (next) => keepJob(queryClient, next),
    onError: (error) => toast({ text: reasonOf(error, t), tone: 'bad' }),
  });
  const there = Boolean(object);
  const clean = !job || (job.state === 'done' && job.failed + job.left_out === 0);
  const waits = job?.state === 'uploaded';
  useEffect(() => {
    if (!there) return;
    if (clean) {
      toast({ text: t(job ? 'fromFile.arrived' : 'fromFile.made', { object: made.object.label, count: job?.inserted ?? 0 }) });
      void navigate({ to: '/o/$object', params: { object: made.object.name }, search: {}, replace: true });
    } else if (waits) {
      void navigate({ to: '/import/$object', params: { object: made.object.name }, search: { id }, replace: true });
    }
    // The words of the toast don't matter for when one goes on.
  }, [there, clean, waits]); // eslint-disable-line react-hooks/exhaustive-deps
  if (!object || !job || clean || waits) return <Bars rows={8} />;
  return (
    <div className={css.arrival} aria-live="polite">
      {isBusy(job.state) ? (
        <RunView job={job} stopping={call.isPending} onStop={() => call.mutate(() => importCalls.stop(id))} />
      ) : (
        <ResultView
          job={job}
          object={object}
          busy={call.isPending}
          onAgain={() => void navigate({ to: '/import/$object', params: { object: object.name }, search: {} })}
          onUndo={() => call.mutate(() => importCalls.undo(id))}
        />
      )}
    </div>
  );
}
