/** A new webhook, or one that is changed. */
import { useState } from 'react';
import { Input, Select } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { useMe, useObjects } from '@/api/meta';
import { reasonOf } from '@/api/reason';
import { usersQuery } from '@/features/users/api';
import people from '@/features/users/people.module.css';
import { FormItem } from '@/ui/FormItem';
import { FormModal } from '@/ui/FormModal';
import { Notice } from '@/ui/Notice';
import { ManySelect } from '@/ui/ManySelect';
import { toast } from '@/ui/toast';
import { changeWebhook, createWebhook, KINDS, type Kind, type Webhook, type WebhookDraft, type WithSecret } from './api';

export interface WebhookDialogProps {
  webhook?: Webhook;
  /** Whether addresses may be private and unencrypted. */
  open: boolean;
  onCreated: (webhook: WithSecret) => void;
  onChanged: () => void;
  onClose: () => void;
}

const FIELDS = ['name', 'url', 'objects', 'kinds', 'owner'] as const;

export function WebhookDialog({ webhook, open, onCreated, onChanged, onClose }: WebhookDialogProps) {
  const { t } = useTranslation();
  const me = useMe();
  const users = useQuery(usersQuery).data;
  const objects = useObjects();
  const [draft, setDraft] = useState<WebhookDraft>({
    name: webhook?.name ?? '',
    url: webhook?.url ?? '',
    objects: webhook?.objects ?? [],
    kinds: webhook?.kinds ?? [],
    owner: webhook?.owner.id ?? me.id,
  });
  // While the people are on their way, the owner has a name already.
  const owners: { id: string; name: string }[] = users?.filter((user) => user.active || user.id === draft.owner) ?? [webhook?.owner ?? me];
  const [errors, setErrors] = useState<Record<string, string | undefined>>({});
  const [refusal, setRefusal] = useState<string>();
  const [busy, setBusy] = useState(false);
  const change = (part: Partial<WebhookDraft>) => {
    setDraft((before) => ({ ...before, ...part }));
    setErrors((before) => ({ ...before, ...Object.fromEntries(Object.keys(part).map((key) => [key, undefined])) }));
    setRefusal(undefined);
  };
  const save = async () => {
    const missing = Object.fromEntries((['name', 'url'] as const).filter((key) => !draft[key].trim()).map((key) => [key, t(`webhooks.need.${key}`)]));
    if (Object.keys(missing).length) {
      setErrors(missing);
      return;
    }
    setBusy(true);
    try {
      if (webhook) {
        await changeWebhook(webhook.id, draft);
        toast({ text: t('webhooks.saved', { name: draft.name.trim() }) });
        onChanged();
        onClose();
      } else {
        onCreated(await createWebhook(draft));
      }
    } catch (error) {
      const told = error instanceof ApiError ? Object.fromEntries(FIELDS.map((field) => [field, error.fieldMessage(field)])) : {};
      setErrors(told);
      if (!Object.values(told).some(Boolean)) setRefusal(reasonOf(error, t));
      setBusy(false);
    }
  };
  return (
    <FormModal
      open
      title={t(webhook ? 'webhooks.editTitle' : 'webhooks.new')}
      okText={t(webhook ? 'common.save' : 'webhooks.create')}
      cancelText={t('common.cancel')}
      confirmLoading={busy}
      onCancel={onClose}
      onOk={() => void save()}
    >
      <div className={people.form}>
        {refusal && (
          <Notice tone="bad" alert>
            {refusal}
          </Notice>
        )}
        <FormItem label={t('webhooks.name')} required error={errors.name} hint={t('webhooks.nameHint')}>
          {({ id, describedBy, invalid }) => (
            <Input id={id} autoFocus maxLength={100} aria-describedby={describedBy} status={invalid ? 'error' : undefined} value={draft.name} onChange={(event) => change({ name: event.target.value })} />
          )}
        </FormItem>
        <FormItem label={t('webhooks.url')} required error={errors.url} hint={t(open ? 'webhooks.urlOpenHint' : 'webhooks.urlHint')}>
          {({ id, describedBy, invalid }) => (
            <Input id={id} type="url" placeholder="https://" maxLength={2000} aria-describedby={describedBy} status={invalid ? 'error' : undefined} value={draft.url} onChange={(event) => change({ url: event.target.value })} />
          )}
        </FormItem>
        <FormItem label={t('webhooks.objects')} error={errors.objects}>
          {({ id, describedBy }) => (
            <ManySelect
              id={id}
              aria-describedby={describedBy}
              placeholder={t('webhooks.allObjects')}
              showSearch={{ optionFilterProp: 'label' }}
              value={draft.objects}
              options={objects.map((object) => ({ value: object.name, label: object.label }))}
              onChange={(value: string[]) => change({ objects: value })}
            />
          )}
        </FormItem>
        <FormItem label={t('webhooks.kinds')} error={errors.kinds}>
          {({ id, describedBy }) => (
            <ManySelect
              id={id}
              aria-describedby={describedBy}
              placeholder={t('webhooks.allKinds')}
              value={draft.kinds}
              options={KINDS.map((kind) => ({ value: kind, label: t(`webhooks.kind.${kind}`) }))}
              onChange={(value: Kind[]) => change({ kinds: value })}
            />
          )}
        </FormItem>
        <FormItem label={t('webhooks.owner')} error={errors.owner} hint={t('webhooks.ownerHint')}>
          {({ id, describedBy }) => (
            <Select
              id={id}
              aria-describedby={describedBy}
              showSearch={{ optionFilterProp: 'label' }}
              value={draft.owner}
              options={owners.map((user) => ({ value: user.id, label: user.name }))}
              onChange={(value: string) => change({ owner: value })}
            />
          )}
        </FormItem>
      </div>
    </FormModal>
  );
}
