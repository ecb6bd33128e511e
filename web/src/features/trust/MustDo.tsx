/** What a person has to do before anything else: a password of their own, or a second factor. */
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { keys } from '@/api/queries';
import type { Me } from '@/api/types';
import { PasswordForm } from '@/features/settings/PasswordForm';
import { useTitle } from '@/ui/useTitle';
import { FactorSetup } from './FactorSetup';
import css from './trust.module.css';

export function MustDo({ me, onDone, onSignedOut }: { me: Me; onDone: () => void; onSignedOut: () => void }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const password = me.must === 'change_password';
  useTitle(t(password ? 'trust.ownPassword' : 'trust.factor'));
  const next = async () => {
    const now = await queryClient.fetchQuery({ queryKey: keys.me, queryFn: () => api.get<Me>('/me'), staleTime: 0 });
    if (!now.must) onDone();
  };
  const leave = async () => {
    await api.delete('/session');
    queryClient.clear();
    onSignedOut();
  };
  return (
    <main className={css.must}>
      <div className={css.card}>
        <h1 className={css.big}>{t(password ? 'trust.ownPassword' : 'trust.factor')}</h1>
        <p className={css.hint}>{t(password ? 'trust.ownPasswordHint' : 'trust.factorRequired')}</p>
        {password ? <PasswordForm login={me.login} onDone={() => void next()} /> : <FactorSetup onDone={() => void next()} />}
        <Button type="link" className={css.leave} onClick={() => void leave()}>
          {t('shell.signOut')}
        </Button>
      </div>
    </main>
  );
}
