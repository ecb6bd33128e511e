/** The fields of a record by the sections of its layout. */
import { useState } from 'react';
import { Eye, EyeOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Field, ObjectMeta, RecordData } from '@/api/types';
import { isEmpty } from '@/fields/types';
import { IconButton } from '@/ui/IconButton';
import { readStored, writeStored } from '@/ui/storage';
import { applyRules } from '@/rules/apply';
import { InPlace } from './InPlace';
import type { RecordEdit } from './useRecordEdit';
import css from './FieldPanel.module.css';

export interface FieldPanelProps {
  meta: ObjectMeta;
  record: RecordData;
  edit: RecordEdit;
  canEdit: boolean;
}

const isBool = (value: unknown): value is boolean => typeof value === 'boolean';

export function sectionsOf(meta: ObjectMeta): { label: string; fields: Field[] }[] {
  return meta.layout.sections
    .map((section) => ({
      label: section.label,
      fields: section.fields.map((name) => meta.fields.find((field) => field.name === name)).filter((field) => field !== undefined),
    }))
    .filter((section) => section.fields.length > 0);
}

export function FieldPanel({ meta, record, edit, canEdit }: FieldPanelProps) {
  const { t } = useTranslation();
  const [hideEmpty, setHideEmpty] = useState(() => readStored('record.hideEmpty', isBool) ?? false);
  const toggle = () => {
    setHideEmpty(!hideEmpty);
    writeStored('record.hideEmpty', !hideEmpty);
  };
  const sections = sectionsOf(meta);
  const ruling = applyRules(meta, record);
  // Sub-tables have a place of their own.
  const applies = (field: Field) => field.kind !== 'lines' && !ruling.hidden.has(field.name);
  const visible = (field: Field) => !hideEmpty || !isEmpty(record[field.name]) || edit.refusals[field.name] !== undefined;
  const hidden = sections.flatMap((section) => section.fields).filter((field) => applies(field) && !visible(field)).length;
  const label = hideEmpty ? t('record.showEmpty', { count: hidden }) : t('record.hideEmpty');
  return (
    <div className={css.panel}>
      {sections.map((section, index) => {
        const fields = section.fields.filter((field) => applies(field) && visible(field));
        if (fields.length === 0 && index > 0) return null;
        return (
          <section key={section.label || index} className={css.section} aria-label={section.label}>
            <h3 className={css.heading}>
              {section.label}
              {index === 0 && (
                <IconButton size="small" label={label} aria-pressed={hideEmpty} onClick={toggle}>
                  {hideEmpty ? <EyeOff size={14} aria-hidden /> : <Eye size={14} aria-hidden />}
                </IconButton>
              )}
            </h3>
            <dl>
              {fields.map((field) => (
                <InPlace key={field.name} field={field} record={record} edit={edit} canEdit={canEdit && !ruling.locked.has(field.name)} locked={ruling.locked.has(field.name)} isStage={field.name === meta.stage_field} />
              ))}
            </dl>
          </section>
        );
      })}
      {hideEmpty && hidden > 0 && (
        <button type="button" className={css.more} onClick={toggle}>
          {t('record.showEmpty', { count: hidden })}
        </button>
      )}
    </div>
  );
}
