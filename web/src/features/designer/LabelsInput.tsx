/** A text in both languages: the reader's language first, the other may stay empty. */
import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { currentLocale, LOCALES } from '@/i18n';
import type { Labels } from '@/api/types';
import type { ControlProps } from '@/ui/FormItem';
import css from './LabelsInput.module.css';

export interface LabelsInputProps {
  value: Labels;
  onChange: (labels: Labels) => void;
  control: ControlProps;
  /** Name of the control without the language, for screen readers. */
  name: string;
  autoFocus?: boolean;
  maxLength?: number;
  disabled?: boolean;
}

export function LabelsInput({ value, onChange, control, name, autoFocus, maxLength = 100, disabled }: LabelsInputProps) {
  const { t } = useTranslation();
  const first = currentLocale();
  const order = [first, ...LOCALES.filter((locale) => locale !== first)];
  return (
    <span className={css.pair}>
      {order.map((locale, index) => (
        <Input
          key={locale}
          id={index === 0 ? control.id : undefined}
          lang={locale}
          prefix={<span className={css.language}>{t(`designer.language.${locale}`)}</span>}
          aria-label={t('designer.inLanguage', { name, language: t(`common.languages.${locale}`) })}
          aria-describedby={control.describedBy}
          status={control.invalid && index === 0 ? 'error' : undefined}
          aria-invalid={(control.invalid && index === 0) || undefined}
          autoFocus={autoFocus && index === 0}
          maxLength={maxLength}
          disabled={disabled}
          value={value[locale] ?? ''}
          onChange={(event) => onChange({ ...value, [locale]: event.target.value })}
        />
      ))}
    </span>
  );
}
