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
import { Masked } from './Masked';
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
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState<{ value: FieldValue; fault?: Fault } | null>(null);
  const refusal = edit.refusals[field.name];
  const busy = edit.saving.has(field.name);
  const value = (record[field.name] ?? null) as FieldValue;
  const writable = canEdit && isWritable(field);
  // What was refused is still there to be mended.
  const editing = writable && !busy && (open || refusal !== undefined);
  const count = countOf(value);
  const begin = () => {
    setDraft(null);
    setOpen(true);
  };
  const end = () => {
    setOpen(false);
    edit.clearRefusal(field.name);
  };
  const save = () => {
    setOpen(false);
    if (draft) void edit.save(field, draft.value, draft.fault);
    else edit.clearRefusal(field.name);
  };
  return (
    <section className={css.card} aria-label={field.label} data-saving={busy || undefined}>
      <header className={css.head}>
        <h3>{field.label}</h3>
        {count > 0 && !editing && <span className={css.count}>{t('fields.lineCount', { count })}</span>}
        {writable && !editing && (
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
            value={refusal ? refusal.value : value}
            invalid={refusal !== undefined}
            autoFocus
            onChange={(next, fault) => setDraft({ value: next, fault })}
          />
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
