/** Long work that one has asked for: files to fetch, changes to take back. */
import { useId, type ReactNode } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { Download, FileSpreadsheet, ListChecks, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { invalidateObject } from '@/api/live';
import { fieldOf, useMe, useObjects } from '@/api/meta';
import { reasonOf } from '@/api/reason';
import type { ObjectMeta } from '@/api/types';
import { groupDigits } from '@/fields/format/number';
import { sizeText } from '@/fields/format/size';
import { ObjectIcon } from '@/ui/icons';
import { ProgressBar } from '@/ui/ProgressBar';
import { Sheet } from '@/ui/Sheet';
import { Bars, ErrorState, StateView } from '@/ui/States';
import { Tag } from '@/ui/Tag';
import type { Tone } from '@/ui/tokens';
import { toast } from '@/ui/toast';
import { When } from '@/ui/When';
import { useTitle } from '@/ui/useTitle';
import { bulksQuery, exportFileUrl, exportsQuery, followBulk, isBulkBusy, shareOf, taskCalls, taskKeys, type Bulk, type BulkState, type Export } from './api';
import css from './tasks.module.css';

const TONES: Record<BulkState, Tone> = {
  running: 'info',
  stopping: 'info',
  stopped: 'grey',
  done: 'ok',
  failed: 'bad',
  undoing: 'info',
  undone: 'grey',
};

function ExportRow({ work, object }: { work: Export; object: ObjectMeta | undefined }) {
  const { t } = useTranslation();
  const me = useMe();
  const queryClient = useQueryClient();
  const stop = async () => {
    await taskCalls.stopExport(work.id).catch(() => undefined);
    await queryClient.invalidateQueries({ queryKey: taskKeys.exports });
  };
  return (
    <li className={css.row}>
      <span className={css.icon} aria-hidden>
        <ObjectIcon name={object?.icon ?? 'box'} size={16} />
      </span>
      <span className={css.what}>
        <span className={css.name}>{work.file_name}</span>
        <span className={css.meta}>
          {t('tasks.rows', { count: work.state === 'running' ? (work.rows_total ?? 0) : work.rows_done })}
          {work.bytes !== null && ` · ${sizeText(work.bytes)}`}
          {work.error && ` · ${work.error}`}
        </span>
      </span>
      <span className={css.state}>
        {work.state === 'running' ? <ProgressBar share={shareOf(work)} label={t('tasks.state.running')} /> : <Tag tone={TONES[work.state]}>{t(`tasks.state.${work.state}`)}</Tag>}
      </span>
      <span className={css.when}>
        <When at={work.created_at} />
      </span>
      <span className={css.act}>
        {work.state === 'running' && (
          <Button size="small" onClick={() => void stop()}>
            {t('list.stop')}
          </Button>
        )}
        {work.state === 'done' && !me.viewing && (
          <Button size="small" href={exportFileUrl(work.id)} icon={<Download size={14} aria-hidden />} aria-label={t('tasks.downloadOf', { name: work.file_name })}>
            {t('tasks.download')}
          </Button>
        )}
      </span>
    </li>
  );
}

function BulkRow({ work, object }: { work: Bulk; object: ObjectMeta | undefined }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const fields = Object.keys({ ...work.values, ...work.add, ...work.remove }).map((name) => (object && fieldOf(object, name)?.label) || name);
  const title =
    work.action === 'change' ? t('tasks.changeOf', { name: object?.plural ?? work.object, fields: fields.join(t('list.listSeparator')) }) : t(`tasks.${work.action}Of`, { name: object?.plural ?? work.object });
  const refresh = () => queryClient.invalidateQueries({ queryKey: taskKeys.bulks });
  const undo = async () => {
    try {
      const started = await taskCalls.undoBulk(work.id);
      await refresh();
      const last = await followBulk(started, () => undefined);
      const { restored = 0, kept = 0 } = last.undone ?? {};
      toast({ text: t(kept > 0 ? 'list.undoneKept' : 'list.undone', { count: restored, kept }) });
      invalidateObject(queryClient, work.object);
    } catch (error) {
      toast({ text: reasonOf(error, t), tone: 'bad' });
    }
    await refresh();
  };
  const busy = isBulkBusy(work.state);
  return (
    <li className={css.row}>
      <span className={css.icon} aria-hidden>
        <ObjectIcon name={object?.icon ?? 'box'} size={16} />
      </span>
      <span className={css.what}>
        <span className={css.name}>{title}</span>
        <span className={css.meta}>
          {work.undone
            ? t('tasks.undone', { restored: groupDigits(String(work.undone.restored)), kept: groupDigits(String(work.undone.kept)) })
            : t('tasks.counts', { changed: groupDigits(String(work.changed)), failed: groupDigits(String(work.failed)) })}
          {work.error && ` · ${work.error}`}
        </span>
      </span>
      <span className={css.state}>
        {busy ? <ProgressBar share={shareOf(work)} label={t(`tasks.state.${work.state}`)} indeterminate={work.state === 'undoing'} /> : <Tag tone={TONES[work.state]}>{t(`tasks.state.${work.state}`)}</Tag>}
      </span>
      <span className={css.when}>
        <When at={work.created_at} />
      </span>
      <span className={css.act}>
        {work.state === 'running' && (
          <Button size="small" onClick={() => void taskCalls.stopBulk(work.id).then(refresh)}>
            {t('list.stop')}
          </Button>
        )}
        {work.can_undo && (
          <Button size="small" onClick={() => void undo()} aria-label={t('tasks.undoOf', { name: title })}>
            {t('common.undo')}
          </Button>
        )}
      </span>
    </li>
  );
}

interface PartProps<W> {
  icon: LucideIcon;
  title: string;
  note: string;
  works: W[];
  row: (work: W) => ReactNode;
}

function Part<W>({ icon: Icon, title, note, works, row }: PartProps<W>) {
  const id = useId();
  if (works.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className={css.head}>
        <Icon size={15} strokeWidth={1.75} aria-hidden />
        {title}
        <small>{note}</small>
      </h2>
      <ul>{works.map(row)}</ul>
    </section>
  );
}

export function TasksPage() {
  const { t } = useTranslation();
  useTitle(t('tasks.title'));
  const objects = useObjects();
  const objectOf = (name: string) => objects.find((one) => one.name === name);
  const exports = useQuery(exportsQuery);
  const bulks = useQuery(bulksQuery);
  const failed = [exports, bulks].find((query) => query.isError && !query.data);
  const [files, changes] = [exports.data?.items ?? [], bulks.data?.items ?? []];
  const body = () => {
    if (failed) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
    if (exports.isPending || bulks.isPending) return <Bars rows={6} />;
    if (files.length + changes.length === 0) return <StateView icon={ListChecks} title={t('tasks.none')} hint={t('tasks.noneHint')} />;
    return (
      <>
        <Part icon={FileSpreadsheet} title={t('tasks.files')} note={t('tasks.keptDay')} works={files} row={(work) => <ExportRow key={work.id} work={work} object={objectOf(work.object)} />} />
        <Part icon={ListChecks} title={t('tasks.changes')} note={t('tasks.undoMonth')} works={changes} row={(work) => <BulkRow key={work.id} work={work} object={objectOf(work.object)} />} />
      </>
    );
  };
  return (
    <Sheet title={t('tasks.title')} busy={(exports.isFetching && !exports.isPending) || (bulks.isFetching && !bulks.isPending)}>
      {body()}
    </Sheet>
  );
}
