/** The caller's second factor: off, on, or being changed. */
import { useState } from 'react';
import { Button } from 'antd';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reasonOf } from '@/api/reason';
import { Bars, ErrorState } from '@/ui/States';
import { Tag } from '@/ui/Tag';
import { toast } from '@/ui/toast';
import { When } from '@/ui/When';
import { factorQuery, trustCalls } from './api';
import { CodeField } from './CodeField';
import { FactorSetup } from './FactorSetup';
import { RecoveryCodes } from './RecoveryCodes';
import css from './trust.module.css';

type Doing = 'setup' | 'disable' | 'renew' | null;

export function FactorBlock() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const query = useQuery(factorQuery);
  const [doing, setDoing] = useState<Doing>(null);
  const done = () => {
    setDoing(null);
    void queryClient.invalidateQueries({ queryKey: factorQuery.queryKey, exact: true });
  };
  if (query.isError && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Bars rows={2} />;
  const factor = query.data;
  if (doing === 'setup') return <FactorSetup onDone={done} onCancel={done} />;
  if (doing) return <WithCode doing={doing} onDone={done} />;
  return (
    <div className={css.stack}>
      <p className={css.line}>
        <Tag tone={factor.enabled ? 'ok' : 'grey'} dot>
          {t(factor.enabled ? 'trust.on' : 'trust.off')}
        </Tag>
        {factor.since && (
          <span className={css.hint}>
            {t('trust.since')} <When at={factor.since} /> · {t('trust.codesLeft', { count: factor.recovery_left })}
          </span>
        )}
        {factor.required && <Tag tone="warn">{t('trust.required')}</Tag>}
      </p>
      <div className={css.actions}>
        {factor.enabled ? (
          <>
            <Button onClick={() => setDoing('renew')}>{t('trust.renew')}</Button>
            {!factor.required && (
              <Button danger onClick={() => setDoing('disable')}>
                {t('trust.disable')}
              </Button>
            )}
          </>
        ) : (
          <Button type="primary" onClick={() => setDoing('setup')}>
            {t('trust.setUp')}
          </Button>
        )}
      </div>
    </div>
  );
}

/** What needs a code first: new recovery codes, or the end of the second factor. */
function WithCode({ doing, onDone }: { doing: 'disable' | 'renew'; onDone: () => void }) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [codes, setCodes] = useState<string[] | null>(null);
  const go = async () => {
    setBusy(true);
    try {
      if (doing === 'renew') {
        setCodes((await trustCalls.renew(code)).codes);
      } else {
        await trustCalls.disable(code);
        toast({ text: t('trust.disabled') });
        onDone();
      }
    } catch (cause) {
      setError(reasonOf(cause, t));
    }
    setBusy(false);
  };
  if (codes) return <RecoveryCodes codes={codes} onDone={onDone} />;
  return (
    <div className={css.stack}>
      <CodeField
        label={t('trust.code')}
        hint={t(doing === 'renew' ? 'trust.renewHint' : 'trust.disableHint')}
        error={error}
        value={code}
        onChange={(value) => {
          setCode(value);
          setError(null);
        }}
        onEnter={() => void go()}
      />
      <div className={css.actions}>
        <Button onClick={onDone}>{t('common.cancel')}</Button>
        <Button type="primary" danger={doing === 'disable'} loading={busy} disabled={!code.trim()} onClick={() => void go()}>
          {t(doing === 'renew' ? 'trust.renew' : 'trust.disable')}
        </Button>
      </div>
    </div>
  );
}
