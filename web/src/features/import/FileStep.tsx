/** A file is dropped or chosen and sent at once; what becomes of it is told by whoever shows this. */
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Button } from 'antd';
import { FileSpreadsheet, FileUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import type { Sending } from '@/api/files';
import { sizeText } from '@/fields/format/size';
import { useIsPhone } from '@/ui/media';
import { FileDrop } from '@/ui/FileDrop';
import { Notice } from '@/ui/Notice';
import { ProgressBar } from '@/ui/ProgressBar';
import { faultOfFile, type FileFault } from './upload';
import css from './UploadStep.module.css';

interface Running {
  file: File;
  share: number;
  abort: () => void;
}

export interface FileStepProps<T> {
  upload: (file: File, onProgress: (share: number) => void) => Sending<T>;
  onUploaded: (answer: T) => void;
  /** What helps to prepare the file. */
  children: ReactNode;
}

export function FileStep<T>({ upload, onUploaded, children }: FileStepProps<T>) {
  const { t } = useTranslation();
  const [sending, setSending] = useState<Running | null>(null);
  const [fault, setFault] = useState<FileFault | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const running = useRef<Sending<T> | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const send = (file: File) => {
    const known = faultOfFile(file);
    setFault(known);
    setError(null);
    if (known) return;
    const started = upload(file, (share) => setSending((before) => before && { ...before, share }));
    running.current = started;
    setSending({ file, share: 0, abort: started.abort });
    started.done.then(
      (answer) => {
        running.current = null;
        onUploaded(answer);
      },
      (cause: ApiError) => {
        running.current = null;
        setSending(null);
        if (cause.code !== 'aborted') setError(cause);
      },
    );
  };

  return (
    <div className={css.step}>
      {fault && (
        <Notice tone="bad" alert title={t(`import.file.${fault}`)}>
          {t(`import.file.${fault}Hint`)}
        </Notice>
      )}
      {error && <UploadError error={error} />}
      {sending ? <SendingView sending={sending} /> : <DropZone onFile={send} />}
      {children}
    </div>
  );
}

function UploadError({ error }: { error: ApiError }) {
  const { t } = useTranslation();
  const kind = error.code === 'offline' ? 'away' : error.status === 413 ? 'tooLarge' : 'refused';
  return (
    <Notice tone="bad" alert title={t(`import.upload.${kind}`)}>
      {kind === 'refused' ? error.message : t(`import.upload.${kind}Hint`)}
      {error.requestId && <div>{t('errors.requestId', { id: error.requestId })}</div>}
    </Notice>
  );
}

function DropZone({ onFile }: { onFile: (file: File) => void }) {
  const { t } = useTranslation();
  const phone = useIsPhone();
  return (
    <FileDrop className={css.drop} accept=".xlsx,.csv,.txt" label={t('import.choose')} onFile={onFile}>
      {(choose) => (
        <>
          <span className={css.icon} aria-hidden>
            <FileUp size={22} strokeWidth={1.75} />
          </span>
          <p className={css.lead}>{t(phone ? 'import.pick' : 'import.drop')}</p>
          <p className={css.hint}>{t('import.dropHint')}</p>
          <Button type="primary" onClick={choose}>
            {t('import.choose')}
          </Button>
        </>
      )}
    </FileDrop>
  );
}

function SendingView({ sending }: { sending: Running }) {
  const { t } = useTranslation();
  const { file, share, abort } = sending;
  const reading = share >= 1;
  return (
    <div className={css.sending}>
      <span className={css.icon} aria-hidden>
        <FileSpreadsheet size={22} strokeWidth={1.75} />
      </span>
      <div className={css.sendingBody}>
        <p className={css.fileName}>{file.name}</p>
        <p className={css.hint}>
          {reading ? t('import.reading') : t('import.sending', { sent: sizeText(file.size * share), size: sizeText(file.size) })}
        </p>
        <ProgressBar share={share} label={t('import.uploading')} indeterminate={reading} />
      </div>
      <Button onClick={abort}>{t('common.cancel')}</Button>
    </div>
  );
}
