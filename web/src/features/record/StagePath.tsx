/** The stages of a record as a path; a click moves it. */
import { useTranslation } from 'react-i18next';
import { Check } from 'lucide-react';
import { isWritable } from '@/api/meta';
import type { Field, RecordData } from '@/api/types';
import type { RecordEdit } from './useRecordEdit';
import css from './StagePath.module.css';

export interface StagePathProps {
  field: Field;
  record: RecordData;
  edit: RecordEdit;
  canEdit: boolean;
}

export function StagePath({ field, record, edit, canEdit }: StagePathProps) {
  const { t } = useTranslation();
  const current = record[field.name];
  const stages = (field.options ?? []).filter((option) => option.active !== false || option.name === current);
  const at = stages.findIndex((option) => option.name === current);
  const writable = canEdit && isWritable(field);
  const refusal = edit.refusals[field.name];
  return (
    <div className={css.wrap}>
      <ol className={css.path} aria-label={field.label}>
        {stages.map((option, index) => (
          <li key={option.name} className={css.step}>
            <button
              type="button"
              className={css.stage}
              data-state={index === at ? 'current' : index < at ? 'past' : 'ahead'}
              data-tone={option.color}
              aria-current={index === at ? 'step' : undefined}
              aria-disabled={!writable || undefined}
              title={writable && index !== at ? t('record.moveTo', { name: option.label }) : undefined}
              onClick={() => {
                if (writable && index !== at) void edit.save(field, option.name);
              }}
            >
              {index < at && <Check size={13} aria-hidden />}
              <span>{option.label}</span>
            </button>
          </li>
        ))}
      </ol>
      {refusal && (
        <p className={css.refusal} role="alert">
          {refusal.message}
        </p>
      )}
    </div>
  );
}
