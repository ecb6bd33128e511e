/** Configuration files: download them, or choose a zip, see what it would change, and apply it. */
import { useState } from 'react';
import { Button, Checkbox } from 'antd';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Download, FileCog } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { FileDrop } from '@/ui/FileDrop';
import { Notice } from '@/ui/Notice';
import { Sheet } from '@/ui/Sheet';
import { Bars, StateView } from '@/ui/States';
import { useTitle } from '@/ui/useTitle';
import { applyConfig, compareConfig, exportUrl, LARGEST, type Comparison } from './api';
import { Changes } from './Changes';
import css from './ConfigFiles.module.css';

export function ConfigFiles() {
  const { t } = useTranslation();
  useTitle(t('config.title'));
  const queryClient = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [prune, setPrune] = useState(false);
  const [applied, setApplied] = useState<Comparison | null>(null);
  const compare = useMutation({ mutationFn: (given: { file: File; prune: boolean }) => compareConfig(given.file, { prune: given.prune }) });
  const apply = useMutation({
    mutationFn: ({ file: chosen, ...options }: { file: File; prune: boolean; state: string }) => applyConfig(chosen, options),
    onSuccess: (done) => {
      setApplied(done);
      setFile(null);
      compare.reset();
      void queryClient.invalidateQueries();
    },
  });
  const look = (chosen: File, pruned: boolean) => {
    setFile(chosen);
    setPrune(pruned);
    setApplied(null);
    apply.reset();
    if (chosen.size <= LARGEST) compare.mutate({ file: chosen, prune: pruned });
    else compare.reset();
  };
  const seen = compare.data;
  const nothing = seen && seen.created + seen.changed + seen.removed === 0;

  return (
    <Sheet title={t('config.title')} busy={compare.isPending || apply.isPending}>
      <div className={css.page}>
        <section className={css.block}>
          <div>
            <h2 className={css.title}>{t('config.download')}</h2>
            <p className={css.hint}>{t('config.downloadHint')}</p>
          </div>
          <div>
            <Button href={exportUrl} download="shuke-config.zip" icon={<Download size={15} aria-hidden />}>
              {t('config.downloadNow')}
            </Button>
          </div>
        </section>
        <section className={css.block}>
          <div>
            <h2 className={css.title}>{t('config.apply')}</h2>
            <p className={css.hint}>{t('config.applyHint')}</p>
          </div>
          <div className={css.choose}>
            <FilePicker name={file?.name ?? null} busy={compare.isPending || apply.isPending} onFile={(chosen) => look(chosen, prune)} />
            <Checkbox checked={prune} disabled={compare.isPending || apply.isPending} onChange={(event) => (file ? look(file, event.target.checked) : setPrune(event.target.checked))}>
              {t('config.prune')}
            </Checkbox>
            <p className={css.hint}>{t('config.pruneHint')}</p>
          </div>
        </section>
        <div className={css.result} aria-live="polite">
          {file && file.size > LARGEST && (
            <Notice tone="bad" alert title={t('config.tooLarge')}>
              {t('config.tooLargeHint')}
            </Notice>
          )}
          {compare.isPending && <Bars rows={5} />}
          {compare.isError && <Faults error={compare.error} />}
          {apply.isError && <Faults error={apply.error} />}
          {applied && <Notice tone="ok" title={t('config.done')}>{t('config.counts', { ...applied })}</Notice>}
          {applied && <Changes changes={applied.changes} />}
          {seen && !compare.isPending && (
            <>
              {nothing ? (
                <StateView icon={FileCog} tone="grey" title={t('config.same')} hint={t('config.sameHint')} />
              ) : (
                <Notice
                  tone={seen.changes.some((change) => change.danger) ? 'warn' : 'info'}
                  title={t('config.counts', { ...seen })}
                  actions={
                    <Button
                      type="primary"
                      danger={seen.removed > 0}
                      loading={apply.isPending}
                      onClick={() => file && apply.mutate({ file, prune, state: seen.state })}
                    >
                      {t('config.applyNow')}
                    </Button>
                  }
                >
                  {t('config.notYet')}
                </Notice>
              )}
              <Changes changes={seen.changes} />
            </>
          )}
        </div>
      </div>
    </Sheet>
  );
}

function FilePicker({ name, busy, onFile }: { name: string | null; busy: boolean; onFile: (file: File) => void }) {
  const { t } = useTranslation();
  return (
    <FileDrop className={css.drop} accept=".zip" label={t('config.choose')} disabled={busy} onFile={onFile}>
      {(choose) => (
        <>
          <p className={css.file}>{name ?? t('config.drop')}</p>
          <Button disabled={busy} onClick={choose}>
            {t(name ? 'config.other' : 'config.choose')}
          </Button>
        </>
      )}
    </FileDrop>
  );
}

/** What is wrong with the files, each with its place. */
function Faults({ error }: { error: Error }) {
  const { t } = useTranslation();
  const problem = error instanceof ApiError ? error : null;
  const offline = problem?.code === 'offline';
  return (
    <Notice tone="bad" alert title={t(problem?.errors.length ? 'config.faulty' : 'config.failed')}>
      {problem && problem.errors.length > 0 ? (
        <ul className={css.faults}>
          {problem.errors.map((fault, at) => (
            <li key={at}>
              <code>{fault.field}</code> {fault.message}
            </li>
          ))}
        </ul>
      ) : offline ? (
        t('errors.offlineHint')
      ) : (
        error.message
      )}
    </Notice>
  );
}
