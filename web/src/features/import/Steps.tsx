/** Where one is in the wizard; a finished import has all steps behind it. */
import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import css from './Steps.module.css';

export const STEPS = ['file', 'match', 'check', 'run'] as const;
export type Step = (typeof STEPS)[number];

export function Steps({ current, finished = false }: { current: Step; finished?: boolean }) {
  const { t } = useTranslation();
  const at = finished ? STEPS.length : STEPS.indexOf(current);
  return (
    <ol className={css.steps} aria-label={t('import.steps')}>
      {STEPS.map((step, index) => (
        <li key={step} className={css.step} data-state={index < at ? 'past' : index === at ? 'now' : 'next'} aria-current={index === at ? 'step' : undefined}>
          <span className={css.number}>{index < at ? <Check size={13} strokeWidth={2.5} aria-hidden /> : index + 1}</span>
          <span className={css.name}>{t(`import.step.${step}`)}</span>
        </li>
      ))}
    </ol>
  );
}
