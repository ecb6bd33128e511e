/** What becomes of rows that are of somebody who is there already. */
import { useTranslation } from 'react-i18next';
import type { ObjectMeta } from '@/api/types';
import { Segmented } from '@/ui/Segmented';
import { IMPORT_POLICIES, type ImportPlan, type ImportPolicy } from './types';
import css from './PlanPanel.module.css';

export function DuplicatesPanel({ object, plan, onPlan }: { object: ObjectMeta; plan: ImportPlan; onPlan: (plan: ImportPlan) => void }) {
  const { t } = useTranslation();
  const keys = object.duplicates?.keys ?? [];
  if (keys.length === 0 || plan.mode === 'update') return null;
  const labels = [...new Set(keys.map((key) => object.fields.find((field) => field.name === key.field)?.label).filter(Boolean))];
  return (
    <div>
      <p className={css.legend}>{t('import.duplicates')}</p>
      <Segmented<ImportPolicy>
        small
        label={t('import.duplicates')}
        value={plan.duplicates}
        options={IMPORT_POLICIES.map((policy) => ({ value: policy, label: t(`import.policy.${policy}`) }))}
        onChange={(duplicates) => onPlan({ ...plan, duplicates })}
      />
      <p className={css.hint}>{t(`import.policyHint.${plan.duplicates}`)}</p>
      {plan.duplicates === 'update' && (
        <div className={css.more}>
          <Segmented<'fill' | 'overwrite'>
            small
            label={t('import.policy.update')}
            value={plan.overwrite ? 'overwrite' : 'fill'}
            options={(['fill', 'overwrite'] as const).map((way) => ({ value: way, label: t(`import.way.${way}`) }))}
            onChange={(way) => onPlan({ ...plan, overwrite: way === 'overwrite' })}
          />
          <p className={css.hint}>{t(plan.overwrite ? 'import.wayHint.overwrite' : 'import.wayHint.fill')}</p>
        </div>
      )}
      <p className={css.hint}>{t('import.comparedBy', { fields: labels.join(t('common.comma')) })}</p>
    </div>
  );
}
