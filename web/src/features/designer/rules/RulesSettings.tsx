/** When a field is shown, asked for, or locked. */
import { useTranslation } from 'react-i18next';
import type { Field, ObjectMeta } from '@/api/types';
import { FilterBar } from '@/features/list/FilterBar';
import { FILLED, ruleOperators } from '@/rules/evaluate';
import { FormItem } from '@/ui/FormItem';
import { RULES, type RulesDraft } from './draft';
import css from './rules.module.css';

export interface RulesSettingsProps {
  object: ObjectMeta;
  field?: Field;
  computed: boolean;
  rules: RulesDraft;
  onChange: (rules: RulesDraft) => void;
  fault: (property: string) => string | undefined;
}

export const operatorsOf = (field: Field) => (field.sensitive ? FILLED : ruleOperators(field.kind));

export function RulesSettings({ object, field, computed, rules, onChange, fault }: RulesSettingsProps) {
  const { t } = useTranslation();
  const isName = field?.name === object.name_field;
  const offered = RULES.filter((name) => (computed ? name === 'visible_when' : !(isName && name === 'visible_when')));
  const set = offered.some((name) => rules[name].length > 0 || fault(name));
  return (
    <details className={css.rules} open={set || undefined}>
      <summary className={css.summary}>{t('designer.fieldRules')}</summary>
      <p className={css.note}>{t('designer.fieldRulesHint')}</p>
      {offered.map((name) => (
        <FormItem key={name} group label={t(`designer.${name}`)} error={fault(name)} hint={t(`designer.${name}_hint`)}>
          {() => (
            <FilterBar
              meta={name === 'visible_when' && field ? { ...object, fields: object.fields.filter((one) => one.name !== field.name) } : object}
              chips={rules[name]}
              operatorsOf={operatorsOf}
              onChange={(tests) => onChange({ ...rules, [name]: tests })}
            />
          )}
        </FormItem>
      ))}
    </details>
  );
}
