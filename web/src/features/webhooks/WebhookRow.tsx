/** One webhook: where it is, what it is told, how it stands, and what can be done. */
import { Button } from 'antd';
import { Ellipsis, KeyRound, Pause, Pencil, Play, ScrollText, Send, Trash2, Webhook as Icon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useObjects } from '@/api/meta';
import { Dropdown } from '@/ui/Dropdown';
import { IconButton } from '@/ui/IconButton';
import { Tag } from '@/ui/Tag';
import type { Tone } from '@/ui/tokens';
import { When } from '@/ui/When';
import type { Webhook } from './api';
import css from './Webhooks.module.css';

export type RowAction = 'edit' | 'pause' | 'resume' | 'test' | 'log' | 'rotate' | 'delete';

function standing(webhook: Webhook): { tone: Tone; word: 'active' | 'failing' | 'paused' | 'stopped' } {
  if (webhook.state === 'stopped') return { tone: 'bad', word: 'stopped' };
  if (webhook.state === 'paused') return { tone: 'grey', word: 'paused' };
  return webhook.failing_since ? { tone: 'warn', word: 'failing' } : { tone: 'ok', word: 'active' };
}

export function WebhookRow({ webhook, onAction }: { webhook: Webhook; onAction: (action: RowAction) => void }) {
  const { t } = useTranslation();
  const objects = useObjects();
  const { tone, word } = standing(webhook);
  const sends = webhook.state === 'active';
  const named = webhook.objects.map((name) => objects.find((object) => object.name === name)?.label ?? name);
  const what = named.length ? named.join(t('common.comma')) : t('webhooks.allObjects');
  const when = webhook.kinds.length ? webhook.kinds.map((kind) => t(`webhooks.kind.${kind}`)).join(t('common.comma')) : t('webhooks.allKinds');
  const items = [
    { key: 'edit', label: t('common.edit'), icon: <Pencil size={15} />, onClick: () => onAction('edit') },
    { key: 'test', label: t('webhooks.test'), icon: <Send size={15} />, disabled: !sends, onClick: () => onAction('test') },
    { key: 'rotate', label: t('webhooks.rotate'), icon: <KeyRound size={15} />, onClick: () => onAction('rotate') },
    sends
      ? { key: 'pause', label: t('webhooks.pause'), icon: <Pause size={15} />, onClick: () => onAction('pause') }
      : { key: 'resume', label: t('webhooks.resume'), icon: <Play size={15} />, onClick: () => onAction('resume') },
    { type: 'divider' as const },
    { key: 'delete', label: t('common.delete'), icon: <Trash2 size={15} />, danger: true, onClick: () => onAction('delete') },
  ];
  return (
    <li className={css.row}>
      <span className={css.icon} aria-hidden>
        <Icon size={16} strokeWidth={1.75} />
      </span>
      <span className={css.what}>
        <span className={css.name}>{webhook.name}</span>
        <span className={css.url} title={webhook.url}>
          {webhook.url}
        </span>
        <span className={css.meta}>{t('webhooks.told', { what, when, owner: webhook.owner.name })}</span>
      </span>
      <span className={css.state}>
        <Tag tone={tone} dot>
          {t(`webhooks.state.${word}`)}
        </Tag>
        {webhook.reason && <span className={css.bad}>{t(`webhooks.reason.${webhook.reason}`)}</span>}
        {sends && webhook.failing_since && (
          <span className={css.meta}>
            {t('webhooks.failingSince')} <When at={webhook.failing_since} />
          </span>
        )}
      </span>
      <span className={css.counts}>
        {webhook.waiting > 0 && <span>{t('webhooks.waiting', { count: webhook.waiting, shown: webhook.waiting >= 1000 ? '1000+' : webhook.waiting })}</span>}
        {webhook.failed > 0 && <span className={css.bad}>{t('webhooks.failed', { count: webhook.failed, shown: webhook.failed >= 1000 ? '1000+' : webhook.failed })}</span>}
      </span>
      <span className={css.actions}>
        {webhook.state === 'stopped' ? (
          <Button onClick={() => onAction('resume')} aria-label={t('webhooks.resumeOf', { name: webhook.name })}>
            {t('webhooks.resume')}
          </Button>
        ) : null}
        <Button icon={<ScrollText size={15} aria-hidden />} onClick={() => onAction('log')} aria-label={t('webhooks.logOf', { name: webhook.name })}>
          {t('webhooks.log')}
        </Button>
        <Dropdown menu={{ items }} placement="bottomRight">
          <IconButton label={t('webhooks.moreOf', { name: webhook.name })}>
            <Ellipsis size={16} aria-hidden />
          </IconButton>
        </Dropdown>
      </span>
    </li>
  );
}
