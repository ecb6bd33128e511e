/** Setting up a second factor: scan, type the first one-time password, keep the recovery codes. */
import { useState } from 'react';
import { Button } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reasonOf } from '@/api/reason';
import { Bars, ErrorState } from '@/ui/States';
import { trustCalls } from './api';
import { CodeField } from './CodeField';
import { RecoveryCodes } from './RecoveryCodes';
import css from './trust.module.css';

export function FactorSetup({ onDone, onCancel }: { onDone: () => void; onCancel?: () => void }) {
  const { t } = useTranslation();
  // A secret of its own for each time that this opens; never kept.
  const fresh = useQuery({ queryKey: ['second-factor', 'new'], queryFn: trustCalls.begin, staleTime: Infinity, gcTime: 0, retry: false });
  const [code, setCode] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [codes, setCodes] = useState<string[] | null>(null);
  const confirm = async () => {
    if (!code.trim()) {
      setError(t('trust.needCode'));
      return;
    }
    setBusy(true);
    try {
      setCodes((await trustCalls.confirm(code)).codes);
    } catch (cause) {
      setError(reasonOf(cause, t));
    }
    setBusy(false);
  };
  if (codes) return <RecoveryCodes codes={codes} onDone={onDone} />;
  if (fresh.isError) return <ErrorState error={fresh.error} onRetry={() => void fresh.refetch()} />;
  if (!fresh.data) return <Bars rows={4} />;
  return (
    <div className={css.stack}>
      <p>{t('trust.scan')}</p>
      <div className={css.scan}>
        <img className={css.qr} alt={t('trust.qr')} width={180} height={180} src={`data:image/svg+xml;utf8,${encodeURIComponent(fresh.data.qr)}`} />
        <p className={css.hint}>
          {t('trust.orType')}
          <code className={css.secret}>{fresh.data.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
        </p>
      </div>
      <CodeField
        label={t('trust.firstCode')}
        hint={t('trust.firstCodeHint')}
        error={error}
        value={code}
        onChange={(value) => {
          setCode(value);
          setError(null);
        }}
        onEnter={() => void confirm()}
      />
      <div className={css.actions}>
        {onCancel && <Button onClick={onCancel}>{t('common.cancel')}</Button>}
        <Button type="primary" loading={busy} onClick={() => void confirm()}>
          {t('trust.enable')}
        </Button>
      </div>
    </div>
  );
}
