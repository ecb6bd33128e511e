/** Tokens by which programs act in the person's name: made here, shown once, withdrawn here. */
import { useState } from 'react';
import { Button } from 'antd';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { useObjects } from '@/api/meta';
import { useFormatContext } from '@/fields/context';
import { dayOf } from '@/fields/format/date';
import { later } from '@/ui/later';
import { Sheet } from '@/ui/Sheet';
import { Bars, ErrorState, StateView } from '@/ui/States';
import { Tag } from '@/ui/Tag';
import { When } from '@/ui/When';
import { useTitle } from '@/ui/useTitle';
import css from './Tokens.module.css';

const NewToken = later(() => import('./TokenDialogs').then((module) => module.NewToken));
const RevokeToken = later(() => import('./TokenDialogs').then((module) => module.RevokeToken));
const SecretDialog = later(() => import('@/features/users/SecretDialog').then((module) => module.SecretDialog));

export interface Token {
  id: string;
  name: string;
  created_at: string;
  last_used_at: string | null;
  expires_at: string | null;
  scopes: string[];
}

const tokensQuery = queryOptions({
  queryKey: ['tokens'] as const,
  queryFn: ({ signal }) => api.get<{ items: Token[] }>('/tokens', { signal }),
  select: (answer) => answer.items,
});

type Open = { kind: 'new' } | { kind: 'secret'; name: string; token: string } | { kind: 'drop'; token: Token } | null;

export function Tokens() {
  const { t } = useTranslation();
  useTitle(t('settings.tokens'));
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
        <RevokeToken token={open.token} onClose={() => setOpen(null)} onDone={() => void refresh()} />
      )}
    </Sheet>
  );
}

/** What a token may do, in words. */
function Scopes({ words }: { words: string[] }) {
  const { t } = useTranslation();
  const objects = useObjects();
  if (words.includes('all')) return <>{t('settings.tokenScope.all')}</>;
  const said = words.map((word) => {
    const [name, right] = word.includes(':') ? word.split(':') : [undefined, word];
    const kind = right === 'write' ? 'write' : 'read';
    if (!name) return t(`settings.tokenScope.${kind}`);
    return t(`settings.tokenScopeOf.${kind}`, { object: objects.find((object) => object.name === name)?.label ?? name });
  });
  return <>{said.join(t('common.comma'))}</>;
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
          {' · '}
          <Scopes words={token.scopes} />
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
