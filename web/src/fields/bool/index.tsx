/** Yes or no. */
import { useEffect, useRef } from 'react';
import { Check, ToggleRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { YesNo } from '../shared/filters';
import { Dash } from '../shared/show';
import { editorKey } from '../shared/TextEditor';
import type { EditorProps, FieldKind, ShowProps } from '../types';
import css from './bool.module.css';

function Show({ value }: ShowProps) {
  const { t } = useTranslation();
  if (typeof value !== 'boolean') return <Dash />;
  return value ? (
    <span className={css.yes}>
      <Check size={14} aria-hidden /> {t('common.yes')}
    </span>
  ) : (
    <span className={css.no}>{t('common.no')}</span>
  );
}

function BoolEditor(props: EditorProps) {
  const { value, onChange, onCommit, onCancel, field } = props;
  const { t } = useTranslation();
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (props.autoFocus) box.current?.focus();
  }, [props.autoFocus]);
  return (
    <span className={css.editor}>
      <input
        ref={box}
        id={props.id}
        type="checkbox"
        role="switch"
        className={css.switch}
        checked={value === true}
        aria-label={props.id ? undefined : field.label}
        aria-describedby={props.describedBy}
        onChange={(event) => onChange(event.target.checked)}
        onKeyDown={(event) => editorKey(event, onCommit && (() => onCommit()), onCancel)}
      />
      <span aria-hidden>{t(value === true ? 'common.yes' : 'common.no')}</span>
    </span>
  );
}

export const bool: FieldKind = {
  icon: ToggleRight,
  align: 'left',
  width: 88,
  Cell: Show,
  View: Show,
  Editor: BoolEditor,
  FilterEditor: ({ field, value, onChange }) => <YesNo value={value} onChange={onChange} label={field.label} />,
  operators: ['eq'],
  parse: (text) => {
    const clean = text.trim().toLowerCase();
    if (!clean) return { value: null };
    if (['1', 'y', 'yes', 'true', '\u662f', '\u5bf9', '\u221a'].includes(clean)) return { value: true };
    if (['0', 'n', 'no', 'false', '\u5426'].includes(clean)) return { value: false };
    return { fault: { code: 'option' } };
  },
  format: (value, _field, { t }) => (typeof value === 'boolean' ? t(value ? 'common.yes' : 'common.no') : ''),
  toWire: (value) => (typeof value === 'boolean' ? value : null),
};
