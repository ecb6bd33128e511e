/** The names of one option, in the reader's language first. */
import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { currentLocale, LOCALES } from '@/i18n';
import type { OptionDraft } from './draft';
import css from './OptionNames.module.css';

interface OptionNamesProps {
  option: OptionDraft;
  /** What the option is called in labels. */
  name: string;
  onChange: (part: Partial<OptionDraft>) => void;
  onEnter: () => void;
  /** Tells whether it took the pasted text. */
  onPaste?: (text: string) => boolean;
}

export function OptionNames({ option, name, onChange, onEnter, onPaste }: OptionNamesProps) {
  const { t } = useTranslation();
  const locale = currentLocale();
  const order = [locale, ...LOCALES.filter((one) => one !== locale)];
  return (
    <span className={css.names} data-retired={!option.active || undefined}>
      {order.map((one, index) => (
        <Input
          key={one}
          lang={one}
          data-option={index === 0 ? option.key : undefined}
          aria-label={t('designer.inLanguage', { name, language: t(`common.languages.${one}`) })}
          placeholder={index === 0 ? t('designer.optionName') : t(`common.languages.${one}`)}
          value={option.labels[one] ?? ''}
          maxLength={100}
          onChange={(event) => onChange({ labels: { ...option.labels, [one]: event.target.value } })}
          onPaste={(event) => index === 0 && onPaste?.(event.clipboardData.getData('text')) && event.preventDefault()}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
            event.preventDefault();
            onEnter();
          }}
        />
      ))}
    </span>
  );
}
