/** One field of the record page: a line to read, a click to change it where it stands. */
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Lock, Pencil } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { isWritable } from '@/api/meta';
import type { Field, FieldValue, RecordData } from '@/api/types';
import { kindOf } from '@/fields/registry';
import type { Look } from '@/fields/types';
import { useDraft } from '@/fields/useDraft';
import { Avatar } from '@/ui/Avatar';
import { Unseen } from '@/ui/Unseen';
import { baseOf, hasMoved, type Base } from './base';
import { keep } from './kept';
import { Masked } from './Masked';
import { useEditing, useEditors } from './presence';
import { ConflictBox, Unsaved } from './parts';
import type { Arrival } from './useArrivals';
import type { RecordEdit } from './useRecordEdit';
import css from './InPlace.module.css';

interface DraftProps {
  field: Field;
  value: FieldValue;
  record: RecordData;
  edit: RecordEdit;
  base: Base;
  onBase: (base: Base) => void;
  onEnd: () => void;
}

function DraftEditor({ field, value, record, edit, base, onBase, onEnd }: DraftProps) {
  const { Editor } = kindOf(field);
  const { editor, finish, onBlur } = useDraft<'done'>({
    value,
    onSave: (next, fault) => void edit.save(field, next, fault, base),
    onLater: (next) => void edit.save(field, next),
    onEnd: (_way, saved) => {
      if (!saved) edit.forget(field);
      onEnd();
    },
    committed: 'done',
    left: 'done',
  });
  const keys = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
    event.stopPropagation();
    finish('done', false);
  };
  const type: typeof editor.onChange = (next, fault) => {
    editor.onChange(next, fault);
    // A reload or a record that goes finds it again; half a value of another kind would be of no use.
    if (!fault || typeof next === 'string') keep(record.object, record.id, field, { value: next, base, waiting: false });
  };
  const box = useRef<HTMLDivElement>(null);
  const goOn = () => {
    // Before the button goes that has the focus: leaving the editor would save.
    box.current?.querySelector<HTMLElement>('input, textarea, [contenteditable="true"]')?.focus();
    onBase(baseOf(record, field));
  };
  return (
    <div ref={box} className={css.editor} onBlur={onBlur} onKeyDown={keys} role="presentation">
      <Editor field={field} {...editor} onChange={type} />
      {edit.blocked !== null && (
        <p className={css.refusal} role="alert">
          {edit.blocked}
        </p>
      )}
      {hasMoved(record, field, base) && (
        <ConflictBox field={field} mine={editor.value} record={record} typing onMine={goOn} onTheirs={() => finish('done', false)} />
      )}
    </div>
  );
}

/** Who is changing the field just now, on other people's pages. */
function Editors({ field }: { field: Field }) {
  const { t } = useTranslation();
  const people = useEditors(field.name);
  if (people.length === 0) return null;
  const text = t('record.editedBy', { name: people.map((one) => one.name).join(t('common.comma')) });
  return (
    <span className={css.mark} data-busy>
      {people.slice(0, 1).map((one) => (
        <Avatar key={one.id} name={one.name} seed={one.id} size={18} />
      ))}
      <Unseen>{text}</Unseen>
    </span>
  );
}

function Arrived({ field, arrival }: { field: Field; arrival: Arrival }) {
  const { t } = useTranslation();
  const text = arrival.by ? t('record.changedBy', { name: arrival.by.name, field: field.label }) : t('record.changedBySome', { field: field.label });
  return (
    <span className={css.mark}>
      {arrival.by ? <Avatar name={arrival.by.name} seed={arrival.by.id} size={18} /> : <Pencil size={13} aria-hidden />}
      <Unseen>{text}</Unseen>
    </span>
  );
}

export interface InPlaceProps {
  field: Field;
  record: RecordData;
  edit: RecordEdit;
  canEdit: boolean;
  isStage: boolean;
  look?: Look;
  /** A rule keeps it as it is, as the record stands. */
  locked?: boolean;
  /** Somebody else has just changed it. */
  arrival?: Arrival;
  /** Behind the value: what else there is to know. */
  after?: ReactNode;
}

export function InPlace({ field, record, edit, canEdit, isStage, look = 'plain', locked = false, arrival, after }: InPlaceProps) {
  const { t } = useTranslation();
  const [base, setBase] = useState<Base | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const refusal = edit.refusals[field.name];
  // The stage has its own place, where it says what isn't saved.
  const conflict = isStage ? undefined : edit.conflicts[field.name];
  const value = (refusal ? refusal.value : record[field.name]) as FieldValue;
  const { View } = kindOf(field);
  const writable = canEdit && isWritable(field);
  useEditing(record.id, base ? field.name : null);
  const open = () => setBase(refusal?.base ?? baseOf(record, field));
  const close = () => {
    setBase(null);
    setTimeout(() => button.current?.focus(), 0);
  };
  return (
    <div className={css.row} data-saving={edit.saving.has(field.name) || undefined} data-arrived={arrival !== undefined || undefined}>
      <dt className={css.label} title={field.help ?? undefined}>
        {field.label}
      </dt>
      <dd className={css.value}>
        {base ? (
          <DraftEditor field={field} value={value} record={record} edit={edit} base={base} onBase={setBase} onEnd={close} />
        ) : (
          !conflict && (
            <div className={css.show} data-writable={writable || undefined} onClick={writable ? open : undefined} role="presentation">
              {field.access === 'masked' ? (
                <Masked field={field} record={record} className={css.content ?? ''} />
              ) : (
                <span className={css.content}>
                  <View field={field} value={value} record={record} look={isStage ? 'status' : look} />
                </span>
              )}
              {locked && <Lock className={css.lock} size={12} aria-label={t('record.locked')} />}
              {after}
              {writable && (
                <button ref={button} type="button" className={css.pencil} aria-label={t('record.editField', { name: field.label })} onClick={open}>
                  <Pencil size={13} strokeWidth={1.75} aria-hidden />
                </button>
              )}
              {arrival && <Arrived field={field} arrival={arrival} />}
              <Editors field={field} />
            </div>
          )
        )}
        {!base && !isStage && (refusal || conflict) && <Unsaved field={field} record={record} edit={edit} />}
      </dd>
    </div>
  );
}
