/** New, known or both: how rows become records, and by which fields a known record is found. */
import { Checkbox, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ObjectMeta } from '@/api/types';
import { ManySelect } from '@/ui/ManySelect';
import { keyCandidates, type MappingCheck } from './mapping';
import { MODES, type ImportMode, type ImportPlan } from './types';
import css from './PlanPanel.module.css';

export interface PlanPanelProps {
  object: ObjectMeta;
  plan: ImportPlan;
  onPlan: (plan: ImportPlan) => void;
  check: MappingCheck;
}

const withNote = ({ data }: { data: { label: string; note: string | null } }) => (
  <span className={css.option}>
    {data.label}
    {data.note && <span className={css.hint}>{data.note}</span>}
  </span>
);

export function PlanPanel({ object, plan, onPlan, check }: PlanPanelProps) {
  const { t } = useTranslation();
  const keys = keyCandidates(object.fields);
  const links = object.fields.some((field) => field.kind === 'reference' && plan.mapping && Object.values(plan.mapping).includes(field.name));
  const setMode = (mode: ImportMode) => {
    const unique = keys.find((field) => field.unique && Object.values(plan.mapping).includes(field.name));
    // A unique field of the file is nearly always the right key.
    onPlan({ ...plan, mode, key: mode === 'insert' || plan.key.length || !unique ? plan.key : [unique.name] });
  };
  return (
    <>
      <fieldset className={css.set}>
        <legend className={css.legend}>{t('import.mode')}</legend>
        <Radio.Group className={css.modes} value={plan.mode} onChange={(event) => setMode(event.target.value as ImportMode)}>
          {MODES.map((mode) => (
            <Radio key={mode} value={mode}>
              <span className={css.mode}>{t(`import.modes.${mode}`)}</span>
              <span className={css.hint}>{t(`import.modeHint.${mode}`, { objects: object.plural })}</span>
            </Radio>
          ))}
        </Radio.Group>
      </fieldset>
      {plan.mode !== 'insert' && (
        <div>
          <p className={css.legend} id="import-key">
            {t('import.key')}
          </p>
          <ManySelect
            className={css.key}
            aria-labelledby="import-key"
            value={plan.key}
            status={check.needsKey || check.keyUnmapped.length ? 'warning' : undefined}
            placeholder={t('import.keyPlaceholder')}
            options={keys.map((field) => ({ value: field.name, label: field.label, note: field.unique ? t('import.unique') : null }))}
            optionRender={withNote}
            showSearch={{ optionFilterProp: 'label' }}
            onChange={(key: string[]) => onPlan({ ...plan, key })}
          />
          <p className={css.hint}>{t('import.keyHint')}</p>
        </div>
      )}
      {links && (
        <Checkbox checked={plan.create_references} onChange={(event) => onPlan({ ...plan, create_references: event.target.checked })}>
          <span className={css.mode}>{t('import.createReferences')}</span>
          <span className={css.hint}>{t('import.createReferencesHint')}</span>
        </Checkbox>
      )}
    </>
  );
}
