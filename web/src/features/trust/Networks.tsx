/** Networks that people are let in from, one a line. */
import { Button, Input } from 'antd';
import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { FormItem } from '@/ui/FormItem';
import css from './trust.module.css';

export const linesOf = (text: string) => text.split(/[\s,;，；、]+/).filter(Boolean);

export interface NetworksProps {
  text: string;
  ownAddress: string | null;
  error?: string | null;
  onChange: (text: string) => void;
}

export function Networks({ text, ownAddress, error, onChange }: NetworksProps) {
  const { t } = useTranslation();
  const lacksOwn = ownAddress !== null && !linesOf(text).includes(ownAddress);
  return (
    <FormItem label={t('trust.networks')} error={error} hint={t('trust.networksHint')}>
      {({ id, describedBy, invalid }) => (
        <div className={css.networks}>
          <Input.TextArea
            id={id}
            className={css.mono}
            autoSize={{ minRows: 2, maxRows: 10 }}
            spellCheck={false}
            placeholder={t('trust.networksEmpty')}
            aria-describedby={describedBy}
            aria-invalid={invalid || undefined}
            status={invalid ? 'error' : undefined}
            value={text}
            onChange={(event) => onChange(event.target.value)}
          />
          {ownAddress && (
            <p className={css.line}>
              <span className={css.hint}>{t('trust.ownAddress', { address: ownAddress })}</span>
              {lacksOwn && (
                <Button size="small" icon={<Plus size={14} aria-hidden />} onClick={() => onChange([...linesOf(text), ownAddress].join('\n'))}>
                  {t('trust.addOwnAddress')}
                </Button>
              )}
            </p>
          )}
        </div>
      )}
    </FormItem>
  );
}
