/** Recovery codes, shown this once. */
import { useState } from 'react';
import { Button } from 'antd';
import { Check, Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { copyText } from '@/ui/clipboard';
import { Notice } from '@/ui/Notice';
import css from './trust.module.css';

export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  return (
    <div className={css.stack}>
      <Notice tone="warn" title={t('trust.codesTitle')}>
        {t('trust.codesHint')}
      </Notice>
      <ul className={css.codes} aria-label={t('trust.codesTitle')}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className={css.actions}>
        <Button icon={copied ? <Check size={15} aria-hidden /> : <Copy size={15} aria-hidden />} onClick={() => void copyText(codes.join('\n')).then(setCopied)}>
          {t(copied ? 'common.copied' : 'common.copy')}
        </Button>
        <Button type="primary" onClick={onDone}>
          {t('trust.codesKept')}
        </Button>
      </div>
    </div>
  );
}
