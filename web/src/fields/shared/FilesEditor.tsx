/** Files to drop, to choose, or on a touch device to photograph; each is sent at once, with progress. */
import { useEffect, useRef, useState, type DragEvent } from 'react';
import { CloudUpload, RotateCw, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { sendFile, type Sending } from '@/api/files';
import { ApiError } from '@/api/client';
import type { FileRef } from '@/api/types';
import { IconButton } from '@/ui/IconButton';
import { useIsTouch } from '@/ui/media';
import { sizeText } from '../format/size';
import type { EditorProps, Fault } from '../types';
import { asFiles, Thumb } from './fileKind';
import { TakePhoto } from './TakePhoto';
import css from './files.module.css';

export interface FilesEditorProps extends EditorProps {
  pictures: boolean;
}

/** Bytes that the server takes. */
const LARGEST = 100 * 1024 * 1024;

interface Coming {
  key: number;
  file: File;
  share: number;
  wrong?: string;
  sending?: Sending;
}

let serial = 0;

export default function FilesEditor(props: FilesEditorProps) {
  const { field, onChange, onCommit, pictures } = props;
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [coming, setComing] = useState<Coming[]>([]);
  const [over, setOver] = useState(false);
  const touch = useIsTouch();
  const files = useRef<FileRef[]>(asFiles(props.value));
  const waiting = useRef(new Set<number>());
  const most = Number(field.max ?? 20) || 20;

  // A value set from elsewhere (reset, "save and new") replaces the list.
  useEffect(() => {
    if (waiting.current.size === 0) files.current = asFiles(props.value);
  }, [props.value]);
  // What is under way when the form goes is of no use to anybody.
  const all = useRef(coming);
  all.current = coming;
  useEffect(() => () => all.current.forEach((one) => one.sending?.abort()), []);

  const tell = () => {
    const fault: Fault | undefined = waiting.current.size ? { code: 'uploading' } : undefined;
    onChange(files.current.length ? [...files.current] : null, fault);
  };
  const change = (key: number, part: Partial<Coming>) => setComing((before) => before.map((one) => (one.key === key ? { ...one, ...part } : one)));

  const send = (one: Coming) => {
    waiting.current.add(one.key);
    const sending = sendFile(one.file, (share) => change(one.key, { share }));
    change(one.key, { sending, wrong: undefined, share: 0 });
    sending.done.then(
      (file) => {
        files.current = [...files.current, file];
        setComing((before) => before.filter(({ key }) => key !== one.key));
      },
      (error: unknown) => {
        const api = error instanceof ApiError ? error : null;
        if (api?.code === 'aborted') return;
        change(one.key, { wrong: api?.code === 'offline' ? t('errors.offline') : (api?.message ?? t('errors.failedHint')), sending: undefined });
      },
    ).finally(() => {
      waiting.current.delete(one.key);
      tell();
    });
  };

  const add = (given: File[]) => {
    const room = most - files.current.length - coming.length;
    const taken = given.slice(0, Math.max(0, room)).map((file): Coming => {
      serial += 1;
      const foreign = pictures && !file.type.startsWith('image/');
      const wrong = foreign ? t('fields.notPicture') : file.size > LARGEST ? t('fields.fileTooLarge', { size: '100 MB' }) : file.size === 0 ? t('fields.fileEmpty') : undefined;
      return { key: serial, file, share: 0, wrong };
    });
    setComing((before) => [...before, ...taken]);
    taken.filter((one) => !one.wrong).forEach(send);
    if (taken.some((one) => !one.wrong)) tell();
  };
  const { begin } = props;
  useEffect(() => {
    if (begin?.length) add(begin);
    // Each list comes once.
  }, [begin]);
  const drop = (key: number) => {
    coming.find((one) => one.key === key)?.sending?.abort();
    setComing((before) => before.filter((one) => one.key !== key));
  };
  const remove = (id: string) => {
    files.current = files.current.filter((file) => file.id !== id);
    tell();
  };

  const drag = {
    onDragOver: (event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      event.stopPropagation();
      setOver(false);
      add([...event.dataTransfer.files]);
    },
  };
  const full = files.current.length + coming.length >= most;
  const choose = touch ? (pictures ? 'fields.choosePictures' : 'fields.chooseFiles') : pictures ? 'fields.addPictures' : 'fields.addFiles';

  const way = full ? t('fields.filesFull', { count: most }) : t(choose);

  return (
    <span className={css.editor} data-cell={props.inCell || undefined} data-invalid={props.invalid || undefined} {...drag}>
      {(files.current.length > 0 || coming.length > 0) && (
        <span className={css.rows}>
          {files.current.map((file) => (
            <span key={file.id} className={css.row}>
              <span className={css.small}>
                <Thumb file={file} />
              </span>
              <span className={css.name} title={file.name}>
                {file.name}
              </span>
              <span className={css.note}>{sizeText(file.size)}</span>
              <IconButton label={t('fields.removeFile', { name: file.name })} size="small" onClick={() => remove(file.id)}>
                <X size={14} aria-hidden />
              </IconButton>
            </span>
          ))}
          {coming.map((one) => (
            <span key={one.key} className={css.row} data-wrong={one.wrong ? true : undefined}>
              <span className={css.grow}>
                <span className={css.name}>{one.file.name}</span>
                {one.wrong ? (
                  <span className={css.wrong} role="alert">
                    {one.wrong}
                  </span>
                ) : (
                  <progress className={css.progress} max={1} value={one.share} aria-label={t('fields.sending', { name: one.file.name })} />
                )}
              </span>
              {one.wrong && one.file.size > 0 && one.file.size <= LARGEST && (
                <IconButton label={t('fields.sendAgain', { name: one.file.name })} size="small" onClick={() => send(one)}>
                  <RotateCw size={14} aria-hidden />
                </IconButton>
              )}
              <IconButton label={t('fields.removeFile', { name: one.file.name })} size="small" onClick={() => drop(one.key)}>
                <X size={14} aria-hidden />
              </IconButton>
            </span>
          ))}
        </span>
      )}
      <input ref={input} className={css.hidden} type="file" tabIndex={-1} aria-hidden multiple={most > 1} accept={pictures ? 'image/png,image/jpeg,image/gif,image/webp' : undefined} onChange={(event) => {
        add([...(event.target.files ?? [])]);
        event.target.value = '';
      }} />
      <span className={css.foot}>
        <button
          type="button"
          id={props.id}
          className={css.drop}
          data-over={over || undefined}
          disabled={full}
          autoFocus={props.autoFocus}
          aria-label={props.id ? undefined : `${way} · ${field.label}`}
          aria-describedby={props.describedBy}
          aria-invalid={props.invalid || undefined}
          onClick={() => input.current?.click()}
        >
          <CloudUpload size={16} aria-hidden />
          {way}
        </button>
        {touch && <TakePhoto label={field.label} disabled={full} onTaken={add} />}
        {onCommit && (
          <button type="button" className={css.done} disabled={waiting.current.size > 0} onClick={() => onCommit(files.current.length ? [...files.current] : null)}>
            {t('fields.filesDone')}
          </button>
        )}
      </span>
    </span>
  );
}
