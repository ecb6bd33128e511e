/** How many days a record should stay in a stage at most; a stage that closes it has no such limit. */
import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { fitsLimit, type OptionDraft } from './draft';
import css from './OptionsEditor.module.css';

export function LimitDays({ option, label, onChange }: { option: OptionDraft; label: string; onChange: (part: Partial<OptionDraft>) => void }) {
  const { t } = useTranslation();
  const closed = option.outcome !== 'open';
  return (
    <Input
      className={css.limit}
      inputMode="numeric"
      aria-label={label}
      aria-invalid={!fitsLimit(option) || undefined}
      status={fitsLimit(option) ? undefined : 'error'}
      disabled={closed}
      placeholder={closed ? '—' : t('designer.noLimit')}
      suffix={t('designer.daysShort')}
      maxLength={6}
      value={closed ? '' : option.limit_days}
      onChange={(event) => onChange({ limit_days: event.target.value })}
    />
  );
}
