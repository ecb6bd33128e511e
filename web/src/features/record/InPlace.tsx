/** One field of the record page: a line to read, a click to change it where it stands. */
import { useRef, useState, type KeyboardEvent } from 'react';
import { Lock, Pencil } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { isWritable } from '@/api/meta';
import type { Field, FieldValue, RecordData } from '@/api/types';
import { kindOf } from '@/fields/registry';
import type { Fault } from '@/fields/types';
import { useDraft } from '@/fields/useDraft';
import { Masked } from './Masked';
import type { RecordEdit } from './useRecordEdit';
import css from './InPlace.module.css';

interface DraftProps {
  field: Field;
  value: FieldValue;
  onSave: (value: FieldValue, fault?: Fault) => void;
  onEnd: (way: 'done', saved: boolean) => void;
}

function DraftEditor({ field, value, onSave, onEnd }: DraftProps) {
  const { Editor } = kindOf(field);
  const { editor, finish, onBlur } = useDraft<'done'>({ value, onSave, onEnd, committed: 'done', left: 'done' });
  const keys = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
    event.stopPropagation();
    finish('done', false);
  };
  return (
    <div className={css.editor} onBlur={onBlur} onKeyDown={keys} role="presentation">
      <Editor field={field} {...editor} />
    </div>
  );
}

export interface InPlaceProps {
  field: Field;
  record: RecordData;
  edit: RecordEdit;
  canEdit: boolean;
  isStage: boolean;
  /** A rule keeps it as it is, as the record stands. */
  locked?: boolean;
}

export function InPlace({ field, record, edit, canEdit, isStage, locked = false }: InPlaceProps) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const refusal = edit.refusals[field.name];
  const value = (refusal ? refusal.value : record[field.name]) as FieldValue;
  const { View } = kindOf(field);
  const writable = canEdit && isWritable(field);
  const close = (saved: boolean) => {
    setEditing(false);
    if (!saved) edit.clearRefusal(field.name);
    setTimeout(() => button.current?.focus(), 0);
  };
  return (
    <div className={css.row} data-saving={edit.saving.has(field.name) || undefined}>
      <dt className={css.label} title={field.help ?? undefined}>
        {field.label}
      </dt>
      <dd className={css.value}>
        {editing ? (
          <DraftEditor
            field={field}
            value={value}
            onSave={(next, fault) => void edit.save(field, next, fault)}
            onEnd={(_way, saved) => close(saved)}
          />
        ) : (
          <div className={css.show} data-writable={writable || undefined} onClick={writable ? () => setEditing(true) : undefined} role="presentation">
            {field.access === 'masked' ? (
              <Masked field={field} record={record} className={css.content ?? ''} />
            ) : (
              <span className={css.content}>
                <View field={field} value={value} record={record} look={isStage ? 'status' : 'plain'} />
              </span>
            )}
            {locked && <Lock className={css.lock} size={12} aria-label={t('record.locked')} />}
            {writable && (
              <button ref={button} type="button" className={css.pencil} aria-label={t('record.editField', { name: field.label })} onClick={() => setEditing(true)}>
                <Pencil size={13} strokeWidth={1.75} aria-hidden />
              </button>
            )}
          </div>
        )}
        {refusal && !editing && (
          <p className={css.refusal} role="alert">
            {refusal.message}
          </p>
        )}
      </dd>
    </div>
  );
}
