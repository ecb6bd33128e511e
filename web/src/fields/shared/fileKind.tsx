/** Files in a field: any kind, or pictures alone. */
import { useState } from 'react';
import { FileText, Paperclip } from 'lucide-react';
import { fileUrl, isPicture, pictureUrl, previewUrl } from '@/api/files';
import type { FileRef } from '@/api/types';
import { sizeText } from '../format/size';
import { isEmpty, type FieldKind, type ShowProps } from '../types';
import type { FilesEditorProps } from './FilesEditor';
import { TextFilter } from './filters';
import { lazyEditor } from './lazyEditor';
import { Dash } from './show';
import css from './files.module.css';

const Editor = lazyEditor<FilesEditorProps>(() => import('./FilesEditor'));

export const asFiles = (value: unknown): FileRef[] =>
  Array.isArray(value) ? value.filter((one): one is FileRef => typeof one === 'object' && one !== null && 'id' in one) : [];

/** The small picture, or a sheet where there is none. */
export function Thumb({ file }: { file: FileRef }) {
  const [broken, setBroken] = useState(false);
  if (!isPicture(file) || broken) return <FileText size={18} className={css.sheet} aria-hidden />;
  return <img className={css.thumb} src={previewUrl(file.id)} alt={file.name} loading="lazy" onError={() => setBroken(true)} />;
}

function FilesCell({ value }: ShowProps) {
  const files = asFiles(value);
  const [first] = files;
  if (!first) return <Dash />;
  return (
    <span className={css.cell} title={files.map((file) => file.name).join('\n')}>
      <Paperclip size={13} aria-hidden />
      <span className={css.name}>{first.name}</span>
      {files.length > 1 && <span className={css.more}>+{files.length - 1}</span>}
    </span>
  );
}

function PicturesCell({ value }: ShowProps) {
  const files = asFiles(value);
  if (files.length === 0) return <Dash />;
  return (
    <span className={css.strip}>
      {files.slice(0, 3).map((file) => (
        <span key={file.id} className={css.small}>
          <Thumb file={file} />
        </span>
      ))}
      {files.length > 3 && <span className={css.more}>+{files.length - 3}</span>}
    </span>
  );
}

const stop = (event: { stopPropagation: () => void }) => event.stopPropagation();

function FilesView({ value }: ShowProps) {
  const files = asFiles(value);
  if (files.length === 0) return <Dash />;
  return (
    <span className={css.list}>
      {files.map((file) => (
        <a key={file.id} className={css.file} href={fileUrl(file.id)} download={file.name} onClick={stop}>
          <span className={css.small}>
            <Thumb file={file} />
          </span>
          <span className={css.name}>{file.name}</span>
          <span className={css.note}>{sizeText(file.size)}</span>
        </a>
      ))}
    </span>
  );
}

function PicturesView({ value }: ShowProps) {
  const files = asFiles(value);
  if (files.length === 0) return <Dash />;
  return (
    <span className={css.pictures}>
      {files.map((file) => (
        <a key={file.id} className={css.picture} href={pictureUrl(file.id)} target="_blank" rel="noopener" title={file.name} onClick={stop}>
          <Thumb file={file} />
        </a>
      ))}
    </span>
  );
}

export function fileKind(icon: FieldKind['icon'], pictures: boolean): FieldKind {
  return {
    icon,
    align: 'left',
    width: pictures ? 128 : 192,
    Cell: pictures ? PicturesCell : FilesCell,
    View: pictures ? PicturesView : FilesView,
    Editor: (props) => <Editor {...props} pictures={pictures} />,
    FilterEditor: TextFilter,
    operators: ['not_empty', 'empty'],
    // Files come by sending, never by typing.
    parse: (text) => (text.trim() ? { fault: { code: 'file' } } : { value: null }),
    format: (value) => asFiles(value).map((file) => file.name).join(', '),
    toWire: (value) => (isEmpty(value) ? null : asFiles(value).map((file) => file.id)),
  };
}
