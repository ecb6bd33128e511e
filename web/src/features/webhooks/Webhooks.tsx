/** Webhooks: other programs that are told what happens, how they stand, and what they were told. */
import { useState } from 'react';
import { Button } from 'antd';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, Webhook as Icon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { reasonOf } from '@/api/reason';
import { later } from '@/ui/later';
import { Sheet } from '@/ui/Sheet';
import { Bars, ErrorState, StateView } from '@/ui/States';
import { toast } from '@/ui/toast';
import { useTitle } from '@/ui/useTitle';
import { changeWebhook, testWebhook, webhooksKey, webhooksQuery, type Webhook, type WithSecret } from './api';
import { WebhookRow, type RowAction } from './WebhookRow';
import css from './Webhooks.module.css';

const WebhookDialog = later(() => import('./WebhookDialog').then((module) => module.WebhookDialog));
const DeleteDialog = later(() => import('./Confirm').then((module) => module.DeleteDialog));
const RotateDialog = later(() => import('./Confirm').then((module) => module.RotateDialog));
const Deliveries = later(() => import('./Deliveries').then((module) => module.Deliveries));
const SecretDialog = later(() => import('@/features/users/SecretDialog').then((module) => module.SecretDialog));

type Open = { kind: 'new' } | { kind: 'secret'; name: string; secret: string } | { kind: Exclude<RowAction, 'pause' | 'resume' | 'test'>; id: string } | null;

export function Webhooks() {
  const { t } = useTranslation();
  useTitle(t('webhooks.title'));
  const queryClient = useQueryClient();
  const query = useQuery(webhooksQuery);
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const refresh = () => void queryClient.invalidateQueries({ queryKey: webhooksKey });
  const failed = (error: unknown) => toast({ text: reasonOf(error, t), tone: 'bad' });
  const turn = useMutation({ mutationFn: ({ id, state }: { id: string; state: 'active' | 'paused' }) => changeWebhook(id, { state }), onSuccess: refresh, onError: failed });
  const test = useMutation({
    mutationFn: (id: string) => testWebhook(id),
    onSuccess: (_, id) => {
      refresh();
      setOpen({ kind: 'log', id });
    },
    onError: failed,
  });
  const act = (webhook: Webhook, action: RowAction) => {
    if (action === 'pause' || action === 'resume') turn.mutate({ id: webhook.id, state: action === 'pause' ? 'paused' : 'active' });
    else if (action === 'test') test.mutate(webhook.id);
    else setOpen({ kind: action, id: webhook.id });
  };
  const made = (webhook: WithSecret) => {
    refresh();
    setOpen({ kind: 'secret', name: webhook.name, secret: webhook.secret });
  };
  const items = query.data?.items ?? [];
  const chosen = open && 'id' in open ? items.find((item) => item.id === open.id) : undefined;
  const create = (
    <Button type="primary" icon={<Plus size={15} aria-hidden />} onClick={() => setOpen({ kind: 'new' })}>
      {t('webhooks.new')}
    </Button>
  );
  return (
    <Sheet title={t('webhooks.title')} actions={items.length > 0 && create} busy={query.isFetching && !query.isPending && !query.isRefetching}>
      {query.isError && !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <Bars rows={6} />
      ) : items.length === 0 ? (
        <StateView icon={Icon} title={t('webhooks.none')} hint={t('webhooks.hint')}>
          {create}
        </StateView>
      ) : (
        <>
          <p className={css.hint}>{t('webhooks.hint')}</p>
          <ul className={css.list} aria-label={t('webhooks.title')}>
            {items.map((webhook) => (
              <WebhookRow key={webhook.id} webhook={webhook} onAction={(action) => act(webhook, action)} />
            ))}
          </ul>
        </>
      )}
      {open?.kind === 'new' && <WebhookDialog open={query.data?.private ?? false} onClose={close} onCreated={made} onChanged={refresh} />}
      {open?.kind === 'edit' && chosen && <WebhookDialog webhook={chosen} open={query.data?.private ?? false} onClose={close} onCreated={made} onChanged={refresh} />}
      {open?.kind === 'secret' && <SecretDialog title={t('webhooks.secretOf', { name: open.name })} hint={t('webhooks.secretOnce')} secret={open.secret} onClose={close} />}
      {open?.kind === 'rotate' && chosen && <RotateDialog webhook={chosen} onClose={close} onDone={made} />}
      {open?.kind === 'delete' && chosen && <DeleteDialog webhook={chosen} onClose={close} onDone={refresh} />}
      {open?.kind === 'log' && chosen && <Deliveries webhook={chosen} onClose={close} />}
    </Sheet>
  );
}
