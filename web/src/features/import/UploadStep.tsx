/** Step 1: drop or choose a file; it is sent at once. */
import { useEffect, useRef, useState } from 'react';
import { Button } from 'antd';
import { Download, FileSpreadsheet, FileUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import type { Sending } from '@/api/files';
import type { ObjectMeta } from '@/api/types';
import { sizeText } from '@/fields/format/size';
import { useIsPhone } from '@/ui/media';
import { Notice } from '@/ui/Notice';
import { ProgressBar } from '@/ui/ProgressBar';
import { saveFile } from './api';
import { templateCsv } from './mapping';
import type { ImportJob } from './types';
import { faultOfFile, uploadFile, type FileFault } from './upload';
import css from './UploadStep.module.css';

interface Running {
  file: File;
  share: number;
  upload: Sending<ImportJob>;
}

export function UploadStep({ object, onUploaded }: { object: ObjectMeta; onUploaded: (job: ImportJob) => void }) {
  const { t } = useTranslation();
  const [sending, setSending] = useState<Running | null>(null);
  const [fault, setFault] = useState<FileFault | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const running = useRef<Sending<ImportJob> | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const send = (file: File) => {
    const known = faultOfFile(file);
    setFault(known);
    setError(null);
    if (known) return;
    const upload = uploadFile(file, object.name, (share) => setSending((before) => before && { ...before, share }));
    running.current = upload;
    setSending({ file, share: 0, upload });
    upload.done.then(
      (job) => {
        running.current = null;
        onUploaded(job);
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
      <section className={css.help}>
        <h2 className={css.subtitle}>{t('import.prepare')}</h2>
        <ul className={css.tips}>
          <li>{t('import.tipHeader')}</li>
          <li>{t('import.tipChoice')}</li>
          <li>{t('import.tipSafe')}</li>
        </ul>
        <Button
          icon={<Download size={15} aria-hidden />}
          onClick={() => saveFile(new Blob([templateCsv(object.fields)], { type: 'text/csv' }), `${object.plural}.csv`)}
        >
          {t('import.template')}
        </Button>
      </section>
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
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  return (
    <div
      className={css.drop}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const file = event.dataTransfer.files[0];
        if (file) onFile(file);
      }}
    >
      <span className={css.icon} aria-hidden>
        <FileUp size={22} strokeWidth={1.75} />
      </span>
      <p className={css.lead}>{t(phone ? 'import.pick' : 'import.drop')}</p>
      <p className={css.hint}>{t('import.dropHint')}</p>
      <Button type="primary" onClick={() => input.current?.click()}>
        {t('import.choose')}
      </Button>
      <input
        ref={input}
        className={css.file}
        type="file"
        accept=".xlsx,.csv,.txt"
        aria-label={t('import.choose')}
        aria-hidden
        tabIndex={-1}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) onFile(file);
        }}
      />
    </div>
  );
}

function SendingView({ sending }: { sending: Running }) {
  const { t } = useTranslation();
  const { file, share, upload } = sending;
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
      <Button onClick={upload.abort}>{t('common.cancel')}</Button>
    </div>
  );
}
