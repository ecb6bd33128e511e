/** Two things that want a second thought: removing a webhook, and changing its secret. */
import { Modal } from 'antd';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reasonOf } from '@/api/reason';
import { toast } from '@/ui/toast';
import { deleteWebhook, rotateSecret, type Webhook, type WithSecret } from './api';

export function DeleteDialog({ webhook, onClose, onDone }: { webhook: Webhook; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation();
  const remove = useMutation({
    mutationFn: () => deleteWebhook(webhook.id),
    onSuccess: () => {
      toast({ text: t('webhooks.deleted', { name: webhook.name }) });
      onDone();
      onClose();
    },
    onError: (error) => toast({ text: reasonOf(error, t), tone: 'bad' }),
  });
  return (
    <Modal
      open
      title={t('webhooks.deleteTitle', { name: webhook.name })}
      okText={t('common.delete')}
      okButtonProps={{ danger: true, loading: remove.isPending }}
      cancelText={t('common.cancel')}
      onCancel={onClose}
      onOk={() => remove.mutate()}
    >
      <p>{t('webhooks.deleteText')}</p>
    </Modal>
  );
}

export function RotateDialog({ webhook, onClose, onDone }: { webhook: Webhook; onClose: () => void; onDone: (webhook: WithSecret) => void }) {
  const { t } = useTranslation();
  const rotate = useMutation({ mutationFn: () => rotateSecret(webhook.id), onSuccess: onDone, onError: (error) => toast({ text: reasonOf(error, t), tone: 'bad' }) });
  return (
    <Modal
      open
      title={t('webhooks.rotateTitle', { name: webhook.name })}
      okText={t('webhooks.rotate')}
      okButtonProps={{ loading: rotate.isPending }}
      cancelText={t('common.cancel')}
      onCancel={onClose}
      onOk={() => rotate.mutate()}
    >
      <p>{t('webhooks.rotateText')}</p>
    </Modal>
  );
}
