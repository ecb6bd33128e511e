/** The region from the tree, the rest as a line. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Address } from '@/api/types';
import RegionEditor from '../shared/RegionEditor';
import { editorKey } from '../shared/TextEditor';
import type { EditorProps } from '../types';
import editors from '../shared/editors.module.css';
import css from './address.module.css';
import { asAddress } from './words';

const NOTHING: Address = { region: null, detail: null };

export default function AddressEditor(props: EditorProps) {
  const { field, value, onChange, onCommit, onCancel, inCell } = props;
  const { t } = useTranslation();
  const line = useRef<HTMLInputElement>(null);
  const address = asAddress(value) ?? NOTHING;

  const change = (part: Partial<Address>) => {
    const next = { ...address, ...part };
    if (!next.region && !next.detail) return onChange(null);
    const most = field.max_length ?? 200;
    const tooLong = [...(next.detail ?? '')].length > most;
    onChange({ region: next.region || null, detail: next.detail || null }, tooLong ? { code: 'length', limit: most } : undefined);
  };

  useEffect(() => {
    if (props.autoFocus) line.current?.focus();
    if (props.initialText) change({ detail: props.initialText });
    // Only once: later the person types.
  }, []);

  return (
    <span className={inCell ? `${css.editor} ${css.floating}` : css.editor} role="group" aria-label={field.label}>
      <RegionEditor field={{ ...field, required: false }} id={props.id} invalid={props.invalid} value={address.region} onChange={(code) => change({ region: typeof code === 'string' ? code : null })} />
      <span className={editors.box} data-invalid={props.invalid || undefined}>
        <input
          ref={line}
          className={editors.input}
          value={address.detail ?? ''}
          placeholder={t('fields.addressLine')}
          aria-label={t('fields.addressLineOf', { name: field.label })}
          aria-describedby={props.describedBy}
          aria-invalid={props.invalid || undefined}
          autoComplete="off"
          onChange={(event) => change({ detail: event.target.value })}
          onKeyDown={(event) => editorKey(event, onCommit && (() => onCommit()), onCancel)}
        />
      </span>
    </span>
  );
}
