/** Tokens by which programs act in the person's name: made here, shown once, withdrawn here. */
import { useState } from 'react';
import { Button, Input, Modal, Select } from 'antd';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, ApiError } from '@/api/client';
import { useFormatContext } from '@/fields/context';
import { dayOf } from '@/fields/format/date';
import { SecretDialog } from '@/features/users/SecretDialog';
import people from '@/features/users/people.module.css';
import { FormItem } from '@/ui/FormItem';
import { Sheet } from '@/ui/Sheet';
import { Bars, ErrorState, StateView } from '@/ui/States';
import { Tag } from '@/ui/Tag';
import { toast } from '@/ui/toast';
import { When } from '@/ui/When';
import css from './Tokens.module.css';

interface Token {
  id: string;
  name: string;
  created_at: string;
  last_used_at: string | null;
  expires_at: string | null;
}

const tokensQuery = queryOptions({
  queryKey: ['tokens'] as const,
  queryFn: ({ signal }) => api.get<{ items: Token[] }>('/tokens', { signal }),
  select: (answer) => answer.items,
});

type Open = { kind: 'new' } | { kind: 'secret'; name: string; token: string } | { kind: 'drop'; token: Token } | null;

export function Tokens() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const query = useQuery(tokensQuery);
  const [open, setOpen] = useState<Open>(null);
  const tokens = query.data ?? [];
  const refresh = () => queryClient.invalidateQueries({ queryKey: tokensQuery.queryKey });
  const create = (
    <Button type="primary" icon={<Plus size={15} aria-hidden />} onClick={() => setOpen({ kind: 'new' })}>
      {t('settings.newToken')}
    </Button>
  );
  return (
    <Sheet title={t('settings.tokens')} actions={tokens.length > 0 && create} busy={query.isFetching && !query.isPending}>
      {query.isError && !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <Bars rows={4} />
      ) : tokens.length === 0 ? (
        <StateView icon={KeyRound} title={t('settings.noTokens')} hint={t('settings.tokensHint')}>
          {create}
        </StateView>
      ) : (
        <>
          <p className={css.hint}>{t('settings.tokensHint')}</p>
          <ul className={css.list}>
            {tokens.map((token) => (
              <TokenRow key={token.id} token={token} onDrop={() => setOpen({ kind: 'drop', token })} />
            ))}
          </ul>
        </>
      )}
      {open?.kind === 'new' && (
        <NewToken
          onClose={() => setOpen(null)}
          onCreated={(name, token) => {
            setOpen({ kind: 'secret', name, token });
            void refresh();
          }}
        />
      )}
      {open?.kind === 'secret' && <SecretDialog title={t('settings.tokenMade', { name: open.name })} hint={t('settings.tokenOnce')} secret={open.token} onClose={() => setOpen(null)} />}
      {open?.kind === 'drop' && (
        <Modal
          open
          title={t('settings.revokeTitle', { name: open.token.name })}
          okText={t('settings.revoke')}
          okButtonProps={{ danger: true }}
          cancelText={t('common.cancel')}
          onCancel={() => setOpen(null)}
          onOk={async () => {
            try {
              await api.delete(`/tokens/${open.token.id}`);
              toast({ text: t('settings.revoked', { name: open.token.name }) });
              await refresh();
            } catch (error) {
              toast({ text: error instanceof ApiError ? error.message : String(error), tone: 'bad' });
            }
            setOpen(null);
          }}
        >
          <p>{t('settings.revokeText')}</p>
        </Modal>
      )}
    </Sheet>
  );
}

function TokenRow({ token, onDrop }: { token: Token; onDrop: () => void }) {
  const { t } = useTranslation();
  const context = useFormatContext();
  const over = token.expires_at !== null && Date.parse(token.expires_at) < context.now;
  return (
    <li className={css.row}>
      <span className={css.icon} aria-hidden>
        <KeyRound size={16} strokeWidth={1.75} />
      </span>
      <span className={css.what}>
        <span className={css.name}>{token.name}</span>
        <span className={css.meta}>
          {t('settings.created')} <When at={token.created_at} />
        </span>
      </span>
      <span className={css.used}>
        {token.last_used_at ? (
          <>
            {t('settings.lastUsed')} <When at={token.last_used_at} />
          </>
        ) : (
          t('settings.neverUsed')
        )}
      </span>
      <span className={css.until}>
        {over ? <Tag tone="bad">{t('settings.expired')}</Tag> : token.expires_at ? t('settings.expires', { day: dayOf(token.expires_at, context.zone) }) : <Tag tone="warn">{t('settings.neverExpires')}</Tag>}
      </span>
      <Button danger onClick={onDrop} aria-label={t('settings.revokeOf', { name: token.name })}>
        {t('settings.revoke')}
      </Button>
    </li>
  );
}

const DAYS = [30, 90, 365, 0] as const;

function NewToken({ onClose, onCreated }: { onClose: () => void; onCreated: (name: string, token: string) => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [days, setDays] = useState<number>(90);
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    if (!name.trim()) {
      setError(t('settings.needTokenName'));
      return;
    }
    setBusy(true);
    try {
      const expires_at = days ? new Date(Date.now() + days * 86_400_000).toISOString() : null;
      const made = await api.post<Token & { token: string }>('/tokens', { name: name.trim(), expires_at });
      onCreated(made.name, made.token);
    } catch (cause) {
      setError(cause instanceof ApiError ? (cause.fieldMessage('name') ?? cause.message) : String(cause));
      setBusy(false);
    }
  };
  return (
    <Modal open title={t('settings.newToken')} okText={t('settings.createToken')} cancelText={t('common.cancel')} confirmLoading={busy} onCancel={onClose} onOk={() => void save()}>
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
    </Modal>
  );
}
