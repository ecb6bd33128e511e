/** Making a token, and withdrawing one. */
import { useState } from 'react';
import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, ApiError } from '@/api/client';
import { reasonOf } from '@/api/reason';
import { PEOPLE, useObjects } from '@/api/meta';
import people from '@/features/users/people.module.css';
import { FormItem } from '@/ui/FormItem';
import { FormModal } from '@/ui/FormModal';
import { ManySelect } from '@/ui/ManySelect';
import { toast } from '@/ui/toast';
import type { Token } from './Tokens';

const DAYS = [30, 90, 365, 0] as const;
const REACHES = ['all', 'read', 'write', 'objects'] as const;
type Reach = (typeof REACHES)[number];

export function NewToken({ onClose, onCreated }: { onClose: () => void; onCreated: (name: string, token: string) => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [days, setDays] = useState<number>(90);
  const [reach, setReach] = useState<Reach>('all');
  const [reads, setReads] = useState<string[]>([]);
  const [writes, setWrites] = useState<string[]>([]);
  const [error, setError] = useState<string>();
  const [scopesError, setScopesError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const objects = useObjects().map((object) => ({ value: object.name, label: object.label }));
  const save = async () => {
    const scopes = reach === 'objects' ? [...reads.map((one) => `${one}:read`), ...writes.map((one) => `${one}:write`)] : [reach];
    if (!name.trim()) setError(t('settings.needTokenName'));
    if (scopes.length === 0) setScopesError(t('settings.needScopes'));
    if (!name.trim() || scopes.length === 0) return;
    setBusy(true);
    try {
      const expires_at = days ? new Date(Date.now() + days * 86_400_000).toISOString() : null;
      const made = await api.post<Token & { token: string }>('/tokens', { name: name.trim(), expires_at, scopes });
      onCreated(made.name, made.token);
    } catch (cause) {
      setError(cause instanceof ApiError ? (cause.fieldMessage('name') ?? cause.message) : String(cause));
      setBusy(false);
    }
  };
  return (
    <FormModal open title={t('settings.newToken')} okText={t('settings.createToken')} cancelText={t('common.cancel')} confirmLoading={busy} onCancel={onClose} onOk={() => void save()}>
      <div className={people.form}>
        <FormItem label={t('settings.tokenName')} required error={error} hint={t('settings.tokenNameHint')}>
          {({ id, describedBy, invalid }) => (
            <Input
              id={id}
              autoFocus
              maxLength={60}
              aria-describedby={describedBy}
              status={invalid ? 'error' : undefined}
              value={name}
              onPressEnter={(event) => !event.nativeEvent.isComposing && void save()}
              onChange={(event) => {
                setName(event.target.value);
                setError(undefined);
              }}
            />
          )}
        </FormItem>
        <FormItem label={t('settings.scopes')} error={scopesError} hint={reach === 'all' ? t('settings.scopesHint') : t('settings.scopesLimited')}>
          {({ id, describedBy }) => (
            <Select
              id={id}
              aria-describedby={describedBy}
              value={reach}
              options={REACHES.map((value) => ({ value, label: t(`settings.tokenScope.${value}`) }))}
              onChange={(value: Reach) => {
                setReach(value);
                setScopesError(undefined);
              }}
            />
          )}
        </FormItem>
        {reach === 'objects' &&
          ([['read', reads, setReads], ['write', writes, setWrites]] as const).map(([kind, chosen, choose]) => (
            <FormItem key={kind} label={t(`settings.tokenScopeObjects.${kind}`)}>
              {({ id }) => (
                <ManySelect
                  id={id}
                  showSearch={{ optionFilterProp: 'label' }}
                  value={chosen}
                  options={objects.filter(({ value }) => kind === 'read' || !PEOPLE.includes(value))}
                  onChange={(value: string[]) => {
                    choose(value);
                    setScopesError(undefined);
                  }}
                />
              )}
            </FormItem>
          ))}
        <FormItem label={t('settings.validFor')} hint={days === 0 ? t('settings.neverExpiresHint') : undefined}>
          {({ id, describedBy }) => (
            <Select
              id={id}
              aria-describedby={describedBy}
              value={days}
              options={DAYS.map((value) => ({ value, label: value ? t('settings.days', { count: value }) : t('settings.neverExpires') }))}
              onChange={setDays}
            />
          )}
        </FormItem>
      </div>
    </FormModal>
  );
}

export function RevokeToken({ token, onClose, onDone }: { token: Token; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const revoke = async () => {
    setBusy(true);
    try {
      await api.delete(`/tokens/${token.id}`);
      toast({ text: t('settings.revoked', { name: token.name }) });
      onDone();
    } catch (error) {
      toast({ text: reasonOf(error, t), tone: 'bad' });
    }
    onClose();
  };
  return (
    <FormModal
      open
      title={t('settings.revokeTitle', { name: token.name })}
      okText={t('settings.revoke')}
      okButtonProps={{ danger: true, loading: busy }}
      cancelText={t('common.cancel')}
      onCancel={onClose}
      onOk={() => void revoke()}
    >
      <p>{t('settings.revokeText')}</p>
    </FormModal>
  );
}
