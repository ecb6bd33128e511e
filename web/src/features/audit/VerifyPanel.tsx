/** Whether the chain holds: the last check, one under way, and the button for a new one. */
import { Button } from 'antd';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { reasonOf } from '@/api/reason';
import { Notice } from '@/ui/Notice';
import { ProgressBar } from '@/ui/ProgressBar';
import { toast } from '@/ui/toast';
import { When } from '@/ui/When';
import { startVerification, verificationQuery, type Verification } from './api';
import css from './AuditLog.module.css';

export function VerifyPanel() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const check = useQuery(verificationQuery).data;
  const start = useMutation({
    mutationFn: startVerification,
    onSuccess: (now) => queryClient.setQueryData(verificationQuery.queryKey, now),
    onError: (error) => toast({ text: reasonOf(error, t), tone: 'bad' }),
  });
  const running = check?.state === 'running';
  const button = (
    <Button icon={<ShieldCheck size={15} aria-hidden />} loading={running || start.isPending} onClick={() => start.mutate()}>
      {t('audit.verify')}
    </Button>
  );
  if (!check) return <div className={css.panel} aria-hidden />;
  const tone = check.state === 'broken' ? 'bad' : check.state === 'intact' ? 'ok' : 'info';
  return (
    <div className={css.panel}>
      <Notice tone={tone} alert={check.state === 'broken'} title={<Title check={check} />} actions={button}>
        <Body check={check} />
      </Notice>
    </div>
  );
}

function Title({ check }: { check: Verification }) {
  const { t } = useTranslation();
  const number = (check.broken_at ?? 0).toLocaleString();
  switch (check.state) {
    case 'none':
      return t('audit.neverChecked');
    case 'running':
      return t('audit.checking', { done: check.entries.toLocaleString(), total: check.total.toLocaleString() });
    case 'intact':
      return t('audit.intact', { count: check.entries });
    case 'broken':
      return t(check.missing ? 'audit.brokenMissing' : 'audit.brokenChanged', { number });
  }
}

function Body({ check }: { check: Verification }) {
  const { t } = useTranslation();
  if (check.state === 'running') return <ProgressBar share={check.total ? check.entries / check.total : 0} label={t('audit.verify')} />;
  if (check.state === 'none') return t('audit.chainHint');
  return (
    <>
      {check.finished_at && (
        <>
          {t('audit.checkedAt')} <When at={check.finished_at} />
          {check.by && ` · ${check.by.name}`}
        </>
      )}
      {check.head_hash && (
        <span className={css.seal}>
          {t('audit.seal', { number: (check.head_seq ?? 0).toLocaleString() })} <code>{check.head_hash}</code>
        </span>
      )}
      {check.state === 'broken' && <span className={css.seal}>{t('audit.brokenHint')}</span>}
    </>
  );
}
