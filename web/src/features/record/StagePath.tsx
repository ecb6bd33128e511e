/** The stages of a record as a path; a click moves it. */
import { useTranslation } from 'react-i18next';
import { Check } from 'lucide-react';
import { isWritable } from '@/api/meta';
import type { Field, Option, RecordData } from '@/api/types';
import { Unsaved } from './parts';
import type { RecordEdit } from './useRecordEdit';
import css from './StagePath.module.css';

export interface StagePathProps {
  field: Field;
  record: RecordData;
  edit: RecordEdit;
  canEdit: boolean;
}

type State = 'past' | 'current' | 'ahead';

/**
 * How each stage stands. Stages before the current one are behind it, except ends in failure, which one
 * does not pass through; from such an end nobody can tell how far things had come.
 */
export function stageStates(stages: Option[], current: unknown): State[] {
  const at = stages.findIndex((option) => option.name === current);
  const failure = (option: Option | undefined) => option?.outcome === 'failure';
  return stages.map((option, index) => {
    if (index === at) return 'current';
    return index < at && !failure(stages[at]) && !failure(option) ? 'past' : 'ahead';
  });
}

export function StagePath({ field, record, edit, canEdit }: StagePathProps) {
  const { t } = useTranslation();
  const current = record[field.name];
  const stages = (field.options ?? []).filter((option) => option.active !== false || option.name === current);
  const states = stageStates(stages, current);
  const writable = canEdit && isWritable(field);
  return (
    <div className={css.wrap}>
      <ol className={css.path} aria-label={field.label}>
        {stages.map((option, index) => (
          <li key={option.name} className={css.step}>
            <button
              type="button"
              className={css.stage}
              data-state={states[index]}
              data-tone={option.color}
              aria-current={states[index] === 'current' ? 'step' : undefined}
              aria-disabled={!writable || undefined}
              title={writable && states[index] !== 'current' ? t('record.moveTo', { name: option.label }) : undefined}
              onClick={() => {
                if (writable && states[index] !== 'current') void edit.save(field, option.name);
              }}
            >
              {states[index] === 'past' && <Check size={13} aria-hidden />}
              <span>{option.label}</span>
            </button>
          </li>
        ))}
      </ol>
      {(edit.refusals[field.name] || edit.conflicts[field.name]) && <Unsaved field={field} record={record} edit={edit} />}
    </div>
  );
}
