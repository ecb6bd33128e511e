/** A list into a file: which columns, which format; then how far it is, then the file. */
import { useEffect, useState } from 'react';
import { Button, Modal } from 'antd';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ListRequest } from '@/api/queries';
import { reasonOf } from '@/api/reason';
import type { ObjectMeta, Total } from '@/api/types';
import { totalText } from '@/features/list/total';
import { groupDigits } from '@/fields/format/number';
import { sizeText } from '@/fields/format/size';
import { FormItem } from '@/ui/FormItem';
import { LinkButton } from '@/ui/LinkButton';
import { Notice } from '@/ui/Notice';
import { ProgressBar } from '@/ui/ProgressBar';
import { Segmented } from '@/ui/Segmented';
import { exportFileUrl, exportQuery, shareOf, taskCalls, taskKeys, type Export, type ExportFormat } from './api';
import css from './tasks.module.css';

export interface ExportDialogProps {
  meta: ObjectMeta;
  /** Name of the view. */
  view: string;
  request: ListRequest;
  columns: string[];
  total: Total | undefined;
  onClose: () => void;
}

const FORMATS: ExportFormat[] = ['xlsx', 'csv', 'csv_gbk'];

function Progress({ work, onClose }: { work: Export; onClose: () => void }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const { data = work } = useQuery(exportQuery(work.id));
  const counts = { done: groupDigits(String(data.rows_done)), total: groupDigits(String(data.rows_total ?? 0)) };
  const done = data.state === 'done';
  useEffect(() => {
    if (data.state !== 'running') void queryClient.invalidateQueries({ queryKey: taskKeys.exports, exact: true });
  }, [data.state, queryClient]);
  return (
    <div className={css.form}>
      {data.state === 'failed' && <Notice tone="bad" alert title={data.error ?? t('tasks.state.failed')} />}
      {data.state === 'stopped' && <Notice tone="info" title={t('tasks.state.stopped')} />}
      {data.state === 'running' && (
        <>
          <p className={css.line} role="status">
            {t('tasks.exporting', counts)}
          </p>
          <ProgressBar share={shareOf(data)} label={t('tasks.exporting', counts)} indeterminate={data.rows_done === 0} />
          <p className={css.hint}>{t('tasks.leave')}</p>
        </>
      )}
      {done && (
        <>
          <Notice tone="ok" title={t('tasks.ready', { count: data.rows_done })}>
            {data.file_name}
            {data.bytes !== null && ` · ${sizeText(data.bytes)}`}
          </Notice>
          <p className={css.hint}>{t('tasks.keptDay')}</p>
        </>
      )}
      <div className={css.buttons}>
        <LinkButton to="/tasks" search={{}}>
          {t('tasks.title')}
        </LinkButton>
        <span className={css.gap} />
        {data.state === 'running' && <Button onClick={() => void taskCalls.stopExport(data.id)}>{t('list.stop')}</Button>}
        <Button onClick={onClose}>{t('common.close')}</Button>
        {done && (
          <Button type="primary" href={exportFileUrl(data.id)} icon={<Download size={15} aria-hidden />} onClick={onClose}>
            {t('tasks.download')}
          </Button>
        )}
      </div>
    </div>
  );
}

export default function ExportDialog({ meta, view, request, columns, total, onClose }: ExportDialogProps) {
  const { t } = useTranslation();
  const [format, setFormat] = useState<ExportFormat>('xlsx');
  const [scope, setScope] = useState<'shown' | 'all'>('shown');
  const [work, setWork] = useState<Export | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const start = async () => {
    setBusy(true);
    setRefusal(null);
    try {
      const wanted = scope === 'shown' ? columns : meta.fields.map((field) => field.name);
      setWork(await taskCalls.startExport({ object: meta.name, format, columns: wanted, filter: request.filter ?? null, q: request.q, sort: request.sort }));
    } catch (error) {
      setRefusal(reasonOf(error, t));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Modal open title={t('tasks.exportOf', { name: meta.plural })} onCancel={onClose} footer={null} width={480}>
      {work ? (
        <Progress work={work} onClose={onClose} />
      ) : (
        <form
          className={css.form}
          onSubmit={(event) => {
            event.preventDefault();
            void start();
          }}
        >
          {refusal && <Notice tone="bad" alert title={refusal} />}
          <p className={css.line}>{total ? t('tasks.what', { view, total: totalText(total) }) : view}</p>
          <FormItem label={t('tasks.columns')} group>
            {() => (
              <Segmented
                label={t('tasks.columns')}
                value={scope}
                options={[
                  { value: 'shown', label: t('tasks.shownColumns', { count: columns.length }) },
                  { value: 'all', label: t('tasks.allColumns', { count: meta.fields.length }) },
                ]}
                onChange={setScope}
              />
            )}
          </FormItem>
          <FormItem label={t('tasks.format')} group hint={t(`tasks.formatHint.${format}`)}>
            {() => <Segmented label={t('tasks.format')} value={format} options={FORMATS.map((value) => ({ value, label: t(`tasks.formats.${value}`) }))} onChange={setFormat} />}
          </FormItem>
          <p className={css.hint}>{t('tasks.logged')}</p>
          <div className={css.buttons}>
            <span className={css.gap} />
            <Button onClick={onClose}>{t('common.cancel')}</Button>
            <Button type="primary" htmlType="submit" loading={busy}>
              {t('tasks.start')}
            </Button>
          </div>
        </form>
      )}
    </Modal>
  );
}
