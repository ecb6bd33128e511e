/** The sub-tables of a record, each as a table to read, and a grid once somebody fills it in. */
import { useState } from 'react';
import { Button } from 'antd';
import { Pencil, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { laidOut, layoutFor } from '@/api/layout';
import { isWritable } from '@/api/meta';
import type { Field, FieldValue, ObjectMeta, RecordData } from '@/api/types';
import { kindOf } from '@/fields/registry';
import { countOf } from '@/fields/lines/value';
import type { Fault } from '@/fields/types';
import { applyRules } from '@/rules/apply';
import { baseOf, hasMoved, type Base } from './base';
import { keep } from './kept';
import { Masked } from './Masked';
import { useEditing } from './presence';
import { ConflictBox, Unsaved } from './parts';
import type { RecordEdit } from './useRecordEdit';
import css from './LinesCards.module.css';

interface CardProps {
  field: Field;
  record: RecordData;
  edit: RecordEdit;
  canEdit: boolean;
}

function LinesCard({ field, record, edit, canEdit }: CardProps) {
  const { t } = useTranslation();
  const { View, Editor } = kindOf(field);
  const [base, setBase] = useState<Base | null>(null);
  const [draft, setDraft] = useState<{ value: FieldValue; fault?: Fault } | null>(null);
  const refusal = edit.refusals[field.name];
  const conflict = edit.conflicts[field.name];
  const busy = edit.saving.has(field.name);
  const value = (refusal ? refusal.value : (record[field.name] ?? null)) as FieldValue;
  const writable = canEdit && isWritable(field);
  // What was refused is still there to be mended; what waits for the line, or was left, is opened by the person.
  const from = base ?? (refusal?.state === 'refused' ? refusal.base : null);
  const editing = !busy && from !== null && (writable || base !== null) && !conflict;
  useEditing(record.id, editing ? field.name : null);
  const count = countOf(value);
  const begin = () => {
    setDraft(null);
    setBase(refusal?.base ?? baseOf(record, field));
  };
  const end = () => {
    setBase(null);
    edit.forget(field);
  };
  const save = () => {
    setBase(null);
    const typed = draft ?? refusal;
    if (typed && from) void edit.save(field, typed.value, draft?.fault, from);
    else edit.forget(field);
  };
  const type = (next: FieldValue, fault?: Fault) => {
    setDraft({ value: next, fault });
    if (!fault && from) keep(record.object, record.id, field, { value: next, base: from, waiting: false });
  };
  return (
    <section className={css.card} aria-label={field.label} data-saving={busy || undefined}>
      <header className={css.head}>
        <h3>{field.label}</h3>
        {count > 0 && !editing && <span className={css.count}>{t('fields.lineCount', { count })}</span>}
        {writable && !editing && !conflict && (
          <Button className={css.action} size="small" type="text" loading={busy} icon={count ? <Pencil size={13} aria-hidden /> : <Plus size={14} aria-hidden />} onClick={begin}>
            {t(count ? 'common.edit' : 'fields.addLine')}
          </Button>
        )}
      </header>
      {editing ? (
        <>
          <Editor
            key={refusal ? 'refused' : 'open'}
            field={field}
            value={refusal ? refusal.value : (base?.value ?? null)}
            invalid={refusal !== undefined}
            autoFocus
            onChange={type}
          />
          {from && hasMoved(record, field, from) && (
            <ConflictBox field={field} mine={draft?.value ?? refusal?.value ?? from.value} record={record} typing onMine={() => setBase({ ...baseOf(record, field), value: from.value })} onTheirs={end} />
          )}
          {refusal && (
            <p className={css.refusal} role="alert">
              {refusal.message}
            </p>
          )}
          <div className={css.buttons}>
            <Button onClick={end}>{t('common.cancel')}</Button>
            <Button type="primary" onClick={save}>
              {t('common.save')}
            </Button>
          </div>
        </>
      ) : field.access === 'masked' ? (
        <Masked field={field} record={record} className={css.masked ?? ''} />
      ) : count > 0 ? (
        <View field={field} value={value} record={record} />
      ) : (
        <p className={css.none}>{t('fields.noLines')}</p>
      )}
      {!editing && (refusal || conflict) && <Unsaved field={field} record={record} edit={edit} />}
    </section>
  );
}

export function LinesCards({ meta, record, edit, canEdit }: { meta: ObjectMeta; record: RecordData; edit: RecordEdit; canEdit: boolean }) {
  const placed = new Set(laidOut(meta, layoutFor(meta, record)).flatMap((section) => section.fields));
  const ruling = applyRules(meta, record);
  const fields = meta.fields.filter((field) => field.kind === 'lines' && placed.has(field) && !ruling.hidden.has(field.name));
  return (
    <div className={css.cards}>
      {fields.map((field) => (
        <LinesCard key={field.name} field={field} record={record} edit={edit} canEdit={canEdit && !ruling.locked.has(field.name)} />
      ))}
    </div>
  );
}
