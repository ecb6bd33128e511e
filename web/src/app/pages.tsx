/** Pages for when there is no page: a wrong address, or a fault that reached the top. */
import { useQueryClient } from '@tanstack/react-query';
import { useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { MapPinOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { LinkButton } from '@/ui/LinkButton';
import { ErrorState, StateView } from '@/ui/States';
import css from './pages.module.css';

export function PageMissing() {
  const { t } = useTranslation();
  return (
    <main className={css.page}>
      <StateView icon={MapPinOff} tone="grey" title={t('errors.noPage')} hint={t('errors.noPageHint')}>
        <LinkButton to="/" type="primary">
          {t('errors.toStart')}
        </LinkButton>
      </StateView>
    </main>
  );
}

export function PageError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const queryClient = useQueryClient();
  const retry = () => {
    void queryClient.resetQueries();
    reset();
    void router.invalidate();
  };
  return (
    <main className={css.page}>
      <ErrorState error={error} onRetry={retry} />
    </main>
  );
}
