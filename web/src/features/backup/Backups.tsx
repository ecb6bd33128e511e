/** Backups: whether all is well, one now, the schedule, and what was taken. */
import { Button } from 'antd';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { DatabaseBackup } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { reasonOf } from '@/api/reason';
import { useFormatContext } from '@/fields/context';
import { absolute } from '@/fields/format/date';
import { later } from '@/ui/later';
import { Notice } from '@/ui/Notice';
import { Sheet } from '@/ui/Sheet';
import { Bars, ErrorState, StateView } from '@/ui/States';
import { toast } from '@/ui/toast';
import { useTitle } from '@/ui/useTitle';
import { When } from '@/ui/When';
import { backupsQuery, isBusy, startBackup, type Backups as All } from './api';
import { BackupList } from './BackupList';
import css from './Backups.module.css';

/** How backups stand comes first; the form for the schedule follows. */
const Schedule = later(() => import('./Schedule').then((module) => module.Schedule), <Bars rows={4} />);

export function Backups() {
  const { t } = useTranslation();
  useTitle(t('backup.title'));
  const queryClient = useQueryClient();
  const query = useQuery(backupsQuery);
  const start = useMutation({
    mutationFn: startBackup,
    onSuccess: (all) => queryClient.setQueryData(backupsQuery.queryKey, all),
    onError: (error) => toast({ text: reasonOf(error, t), tone: 'bad' }),
  });
  const all = query.data;
  const busy = all?.items.some(isBusy) ?? false;
  const button = (
    <Button type="primary" icon={<DatabaseBackup size={15} aria-hidden />} loading={busy || start.isPending} onClick={() => start.mutate()}>
      {t('backup.now')}
    </Button>
  );
  return (
    <Sheet title={t('backup.title')} actions={all && button} busy={query.isFetching && !query.isPending}>
      {query.isError && !all ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : !all ? (
        <Bars rows={8} />
      ) : (
        <div className={css.page}>
          <Health all={all} />
          <Schedule all={all} />
          <section>
            <h2 className={css.title}>{t('backup.taken')}</h2>
            {all.items.length === 0 ? (
              <StateView icon={DatabaseBackup} tone="grey" title={t('backup.none')} hint={t('backup.noneHint')} />
            ) : (
              <BackupList items={all.items} />
            )}
          </section>
        </div>
      )}
    </Sheet>
  );
}

/** One line that says whether somebody has to do something. */
function Health({ all }: { all: All }) {
  const { t } = useTranslation();
  const context = useFormatContext();
  const last = all.items.find((item) => item.state === 'done');
  const next = all.next_at && <span>{t('backup.next', { at: absolute(all.next_at, context.zone) })}</span>;
  if (all.alarm) {
    const failed = all.items.find((item) => item.finished_at !== null);
    return (
      <Notice tone={all.alarm === 'never' ? 'warn' : 'bad'} title={t(`backup.alarm.${all.alarm}`)}>
        {all.alarm === 'failed' ? failed?.error : t(`backup.alarmHint.${all.alarm}`)}
      </Notice>
    );
  }
  return (
    <Notice tone={last ? 'ok' : 'info'} title={t(last ? 'backup.fine' : 'backup.waiting')}>
      {last?.finished_at && (
        <>
          {t('backup.lastAt')} <When at={last.finished_at} />
          {next && ' · '}
        </>
      )}
      {next}
    </Notice>
  );
}
