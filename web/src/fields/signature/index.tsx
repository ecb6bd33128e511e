/** A signature drawn by hand, kept as a picture. */
import { Signature } from 'lucide-react';
import { pictureUrl } from '@/api/files';
import type { EditorProps, FieldKind, ShowProps } from '../types';
import { asFiles, fileKind } from '../shared/fileKind';
import { lazyEditor } from '../shared/lazyEditor';
import { Dash } from '../shared/show';
import css from './signature.module.css';

const Editor = lazyEditor<EditorProps>(() => import('./SignaturePad'));

function Shown({ field, value, small }: ShowProps & { small?: boolean }) {
  const [file] = asFiles(value);
  if (!file) return <Dash />;
  return <img className={small ? css.small : css.shown} src={pictureUrl(file.id)} alt={field.label} loading="lazy" />;
}

export const signature: FieldKind = {
  ...fileKind(Signature, true),
  Cell: (props) => <Shown {...props} small />,
  View: Shown,
  Editor,
};
