/** What one webhook was told, newest first, with what came of it; any of it can be sent again. */
import { useMemo, useState } from 'react';
import { Button, Drawer, Select } from 'antd';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Inbox, RotateCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { reasonOf } from '@/api/reason';
import { useObjects } from '@/api/meta';
import { useFormatContext } from '@/fields/context';
import { absolute } from '@/fields/format/date';
import { useIsPhone } from '@/ui/media';
import { Bars, ErrorState, StateView } from '@/ui/States';
import { Tag } from '@/ui/Tag';
import { toast } from '@/ui/toast';
import type { Tone } from '@/ui/tokens';
import { deliveriesQuery, KINDS, knownError, replayDelivery, replayFailed, STATES, webhooksKey, type Delivery, type DeliveryState, type Webhook } from './api';
import css from './Webhooks.module.css';

const TONES: Record<DeliveryState, Tone> = { waiting: 'info', delivered: 'ok', failed: 'bad', skipped: 'grey' };
/** Hours back from now; none is everything. */
const SINCE = [1, 24, 168, 0] as const;

export function Deliveries({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const { t } = useTranslation();
  const phone = useIsPhone();
  const queryClient = useQueryClient();
  const [state, setState] = useState<DeliveryState>();
  const query = useInfiniteQuery(deliveriesQuery(webhook.id, state));
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const refresh = () => void queryClient.invalidateQueries({ queryKey: webhooksKey });
  const failed = (error: unknown) => toast({ text: reasonOf(error, t), tone: 'bad' });
  const replay = useMutation({ mutationFn: (id: string) => replayDelivery(webhook.id, id), onSuccess: refresh, onError: failed });
  return (
    <Drawer open title={t('webhooks.logOf', { name: webhook.name })} onClose={onClose} size={phone ? '100%' : 720} styles={{ body: { padding: 0 } }}>
      <div className={css.bar}>
        <Select
          className={css.choice}
          aria-label={t('webhooks.anyState')}
          allowClear={{ label: t('common.clear') }}
          placeholder={t('webhooks.anyState')}
          value={state}
          options={STATES.map((value) => ({ value, label: t(`webhooks.delivery.${value}`) }))}
          onChange={(value?: DeliveryState) => setState(value)}
        />
        {webhook.failed > 0 && <ReplayFailed webhook={webhook} onDone={refresh} onFailed={failed} />}
      </div>
      {query.isError && !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <Bars rows={8} />
      ) : items.length === 0 ? (
        <StateView icon={Inbox} tone="grey" title={t('webhooks.noDeliveries')} hint={state ? undefined : t('webhooks.noDeliveriesHint')} />
      ) : (
        <ul>
          {items.map((item) => (
            <Item key={item.id} item={item} sends={webhook.state === 'active'} busy={replay.isPending && replay.variables === item.id} onReplay={() => replay.mutate(item.id)} />
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <div className={css.more}>
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('common.loadMore')}
          </Button>
        </div>
      )}
    </Drawer>
  );
}

function ReplayFailed({ webhook, onDone, onFailed }: { webhook: Webhook; onDone: () => void; onFailed: (error: unknown) => void }) {
  const { t } = useTranslation();
  const [hours, setHours] = useState<number>(24);
  const replay = useMutation({
    mutationFn: () => replayFailed(webhook.id, hours ? new Date(Date.now() - hours * 3_600_000).toISOString() : null),
    onSuccess: ({ replayed }) => {
      toast({ text: t('webhooks.replayed', { count: replayed }) });
      onDone();
    },
    onError: onFailed,
  });
  return (
    <span className={css.replay}>
      <Select aria-label={t('webhooks.since')} value={hours} options={SINCE.map((value) => ({ value, label: t(`webhooks.sinceHours.${value}`) }))} onChange={setHours} />
      <Button loading={replay.isPending} onClick={() => replay.mutate()}>
        {t('webhooks.replayFailed')}
      </Button>
    </span>
  );
}

function Item({ item, sends, busy, onReplay }: { item: Delivery; sends: boolean; busy: boolean; onReplay: () => void }) {
  const { t } = useTranslation();
  const context = useFormatContext();
  const objects = useObjects();
  const object = objects.find((one) => one.name === item.object);
  const kind = KINDS.find((one) => item.type.endsWith(`.${one}`));
  const title = item.object && kind ? `${object?.label ?? item.object} · ${t(`webhooks.kind.${kind}`)}` : t('webhooks.test');
  const error = knownError(item.error);
  const facts = [
    item.status !== null && `HTTP ${item.status}`,
    item.took_ms !== null && t('webhooks.took', { ms: item.took_ms }),
    item.attempts > 1 && t('webhooks.attempts', { count: item.attempts }),
    item.next_at && item.attempts > 0 && sends && t('webhooks.nextAt', { at: absolute(item.next_at, context.zone) }),
  ].filter(Boolean);
  return (
    <li className={css.item}>
      <span className={css.what}>
        <span className={css.name}>
          {object && item.record && item.type.split('.')[1] !== 'deleted' ? (
            <Link to="/o/$object/$id" params={{ object: object.name, id: item.record }}>
              {title}
            </Link>
          ) : (
            title
          )}
        </span>
        <span className={css.meta}>
          {absolute(item.created_at, context.zone)}
          {facts.length > 0 && ` · ${facts.join(' · ')}`}
        </span>
        {item.error && <span className={item.state === 'skipped' ? css.meta : css.bad}>{error ? t(`webhooks.error.${error}`) : item.error}</span>}
        {item.response && item.state !== 'delivered' && <code className={css.response}>{item.response}</code>}
      </span>
      <Tag tone={TONES[item.state]} dot>
        {t(`webhooks.delivery.${item.state}`)}
      </Tag>
      <Button className={css.again} icon={<RotateCw size={14} aria-hidden />} disabled={item.state === 'waiting' || !sends} loading={busy} onClick={onReplay} aria-label={t('webhooks.replayOf', { what: title })}>
        {t('webhooks.replay')}
      </Button>
    </li>
  );
}
