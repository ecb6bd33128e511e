/** One field of the record page: a line to read, a click to change it where it stands. */
import { useRef, useState, type FocusEvent, type KeyboardEvent } from 'react';
import { Pencil } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { isWritable } from '@/api/meta';
import type { Field, FieldValue, RecordData } from '@/api/types';
import { kindOf } from '@/fields/registry';
import type { Fault } from '@/fields/types';
import type { RecordEdit } from './useRecordEdit';
import css from './InPlace.module.css';

const FLOATING = '.ant-select-dropdown, .ant-picker-dropdown, .ant-cascader-dropdown';

interface DraftProps {
  field: Field;
  value: FieldValue;
  onDone: (value: FieldValue, fault: Fault | undefined) => void;
  onCancel: () => void;
}

function DraftEditor({ field, value, onDone, onCancel }: DraftProps) {
  const { Editor } = kindOf(field);
  const [draft, setDraft] = useState<{ value: FieldValue; fault?: Fault }>({ value });
  const latest = useRef(draft);
  const finished = useRef(false);
  latest.current = draft;
  const finish = (save: boolean, picked?: FieldValue) => {
    if (finished.current) return;
    finished.current = true;
    if (!save) onCancel();
    else if (picked !== undefined) onDone(picked, undefined);
    else onDone(latest.current.value, latest.current.fault);
  };
  const leave = (event: FocusEvent<HTMLDivElement>) => {
    const box = event.currentTarget;
    setTimeout(() => {
      const now = document.activeElement;
      if (finished.current || !box.isConnected || box.contains(now) || now?.closest(FLOATING)) return;
      if (now === document.body && document.querySelector(FLOATING)) return;
      finish(true);
    }, 0);
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.nativeEvent.isComposing) {
      event.stopPropagation();
      finish(false);
    }
  };
  return (
    <div className={css.editor} onBlur={leave} onKeyDown={keys} role="presentation">
      <Editor
        field={field}
        value={draft.value}
        autoFocus
        invalid={draft.fault !== undefined}
        onChange={(next, fault) => {
          latest.current = { value: next, fault };
          setDraft(latest.current);
        }}
        onCommit={(picked) => finish(true, picked)}
        onCancel={() => finish(false)}
      />
    </div>
  );
}

export interface InPlaceProps {
  field: Field;
  record: RecordData;
  edit: RecordEdit;
  canEdit: boolean;
  isStage: boolean;
}

export function InPlace({ field, record, edit, canEdit, isStage }: InPlaceProps) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const refusal = edit.refusals[field.name];
  const value = (refusal ? refusal.value : record[field.name]) as FieldValue;
  const { View } = kindOf(field);
  const writable = canEdit && isWritable(field);
  const close = () => {
    setEditing(false);
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
            onDone={(next, fault) => {
              close();
              void edit.save(field, next, fault);
            }}
            onCancel={() => {
              close();
              edit.clearRefusal(field.name);
            }}
          />
        ) : (
          <div className={css.show} data-writable={writable || undefined} onClick={writable ? () => setEditing(true) : undefined} role="presentation">
            <span className={css.content}>
              <View field={field} value={value} record={record} look={isStage ? 'status' : 'plain'} />
            </span>
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
