/** The stages of a record as a path, and how long it has been in the current one; a click moves it. */
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { Check, ClockAlert } from 'lucide-react';
import { isWritable } from '@/api/meta';
import type { Field, ObjectMeta, Option, RecordData } from '@/api/types';
import { useFormatContext } from '@/fields/context';
import { ageingOf, type Ageing } from '@/features/stage/ageing';
import { useSince } from '@/features/stage/useSince';
import { Unsaved } from './parts';
import type { RecordEdit } from './useRecordEdit';
import css from './StagePath.module.css';

export interface StagePathProps {
  meta: ObjectMeta;
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

function ageText(t: TFunction, { days, limit, state }: Ageing): string {
  if (limit !== null && state === 'past') return t('record.stage.past', { count: days, limit });
  return limit !== null && state === 'near' ? t('record.stage.near', { day: days + 1, count: limit }) : t('record.stage.day', { day: days + 1 });
}

export function StagePath({ meta, field, record, edit, canEdit }: StagePathProps) {
  const { t } = useTranslation();
  const current = record[field.name];
  const stages = (field.options ?? []).filter((option) => option.active !== false || option.name === current);
  const states = stageStates(stages, current);
  const writable = canEdit && isWritable(field);
  const context = useFormatContext();
  // Of a stage that is being saved nobody knows it yet.
  const ageing = edit.saving.has(field.name) ? null : ageingOf(meta, record, context);
  const said = useSince();
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
      {ageing && (
        <p className={css.age} data-state={ageing.state} data-tip={said(ageing)}>
          {ageing.state === 'past' && <ClockAlert size={14} strokeWidth={1.75} aria-hidden />}
          {ageText(t, ageing)}
        </p>
      )}
      {(edit.refusals[field.name] || edit.conflicts[field.name]) && <Unsaved field={field} record={record} edit={edit} />}
    </div>
  );
}
