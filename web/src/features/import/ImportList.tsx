/** Past imports, newest first: what came in, by whom, and how it ended. */
import { Button } from 'antd';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { ChevronDown, FileSpreadsheet, Trash2, Upload } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { reasonOf } from '@/api/reason';
import { may, useObjects } from '@/api/meta';
import type { ObjectMeta } from '@/api/types';
import { Dropdown } from '@/ui/Dropdown';
import { IconButton } from '@/ui/IconButton';
import { ObjectIcon } from '@/ui/icons';
import { ProgressBar } from '@/ui/ProgressBar';
import { Sheet } from '@/ui/Sheet';
import { Bars, ErrorState, StateView } from '@/ui/States';
import { Tag } from '@/ui/Tag';
import type { Tone } from '@/ui/tokens';
import { toast } from '@/ui/toast';
import { When } from '@/ui/When';
import { useTitle } from '@/ui/useTitle';
import { importCalls, importKeys, importsQuery, useImportEvents } from './api';
import { isBusy, type ImportJob, type ImportState } from './types';
import css from './ImportList.module.css';

const TONES: Record<ImportState, Tone> = {
  proposed: 'warn',
  uploaded: 'warn',
  checking: 'info',
  checked: 'warn',
  running: 'info',
  stopping: 'info',
  stopped: 'grey',
  done: 'ok',
  failed: 'bad',
  undoing: 'info',
  undone: 'grey',
};

/** Nothing of these stands in the data: they may go. The others are the record of what was imported. */
const IDLE: ImportState[] = ['proposed', 'uploaded', 'checked'];

export function ImportList() {
  const { t } = useTranslation();
  useTitle(t('import.title'));
  useImportEvents();
  const queryClient = useQueryClient();
  const query = useQuery(importsQuery);
  const objects = useObjects();
  const able = objects.filter((object) => may(object, 'import') && object.group !== 'admin');
  const items = query.data?.items ?? [];
  const remove = async (job: ImportJob) => {
    try {
      await importCalls.remove(job.id);
      await queryClient.invalidateQueries({ queryKey: importKeys.list });
    } catch (error) {
      toast({ text: reasonOf(error, t), tone: 'bad' });
    }
  };
  return (
    <Sheet title={t('import.title')} meta={items.length > 0 && items.length.toLocaleString()} actions={<NewImport objects={able} />} busy={query.isFetching && !query.isPending}>
      {query.isError && !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <Bars rows={8} />
      ) : items.length === 0 ? (
        <StateView icon={FileSpreadsheet} title={t('import.none')} hint={t('import.noneHint')}>
          <NewImport objects={able} />
        </StateView>
      ) : (
        <ul className={css.list}>
          {items.map((job) => (
            <JobRow key={job.id} job={job} object={objects.find((one) => one.name === job.object)} onRemove={() => void remove(job)} />
          ))}
        </ul>
      )}
    </Sheet>
  );
}

function NewImport({ objects }: { objects: ObjectMeta[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  if (!objects.length) return null;
  return (
    <Dropdown
      menu={{
        items: objects.map((object) => ({
          key: object.name,
          icon: <ObjectIcon name={object.icon} size={15} />,
          label: object.plural,
          onClick: () => void navigate({ to: '/import/$object', params: { object: object.name }, search: {} }),
        })),
      }}
    >
      <Button type="primary" icon={<Upload size={15} aria-hidden />}>
        {t('import.new')}
        <ChevronDown size={14} aria-hidden />
      </Button>
    </Dropdown>
  );
}

function JobRow({ job, object, onRemove }: { job: ImportJob; object: ObjectMeta | undefined; onRemove: () => void }) {
  const { t } = useTranslation();
  const busy = isBusy(job.state);
  return (
    <li className={css.item}>
      <Link {...(job.state === 'proposed' ? { to: '/settings/objects/from-file' } : { to: '/import/$object', params: { object: job.object } })} search={{ id: job.id }} className={css.row}>
        <span className={css.icon} aria-hidden>
          <ObjectIcon name={object?.icon ?? 'box'} size={16} />
        </span>
        <span className={css.what}>
          <span className={css.file}>{job.file_name}</span>
          <span className={css.meta}>
            {job.state === 'proposed' ? t('import.newObject') : (object?.plural ?? job.object)}
            <i aria-hidden />
            {t('import.rows', { count: job.rows_total })}
            {job.created_by && (
              <>
                <i aria-hidden />
                {job.created_by.name}
              </>
            )}
          </span>
        </span>
        <span className={css.counts}>
          {busy ? (
            <ProgressBar share={job.rows_total ? job.rows_done / job.rows_total : 0} label={t(`import.state.${job.state}`)} indeterminate={job.state === 'undoing'} />
          ) : (
            <>
              {job.inserted > 0 && <span>{t('import.short.inserted', { n: job.inserted.toLocaleString() })}</span>}
              {job.updated > 0 && <span>{t('import.short.updated', { n: job.updated.toLocaleString() })}</span>}
              {job.failed > 0 && <span className={css.bad}>{t('import.short.failed', { n: job.failed.toLocaleString() })}</span>}
            </>
          )}
        </span>
        <span className={css.state}>
          <Tag tone={TONES[job.state]} dot>
            {t(`import.state.${job.state}`)}
          </Tag>
        </span>
        <span className={css.when}>
          <When at={job.created_at} />
        </span>
      </Link>
      {IDLE.includes(job.state) && (
        <IconButton className={css.remove} label={t('import.removeOf', { file: job.file_name })} onClick={onRemove}>
          <Trash2 size={15} strokeWidth={1.75} aria-hidden />
        </IconButton>
      )}
    </li>
  );
}
