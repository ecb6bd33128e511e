/** Notices on this device while the page is closed: switching it on, trying it, the person's other devices, and which kinds. */
import { useState } from 'react';
import { Button } from 'antd';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Monitor, Smartphone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '@/api/preferences';
import { reasonOf } from '@/api/reason';
import { savePreferences } from '@/features/favourites/favour';
import { NOTICE_KINDS, type NoticeKind } from '@/features/talk/api';
import { deviceOf, isPhoneAgent } from '@/features/trust/api';
import { Notice } from '@/ui/Notice';
import { ErrorState } from '@/ui/States';
import { Tag } from '@/ui/Tag';
import { Toggle } from '@/ui/Toggle';
import { toast } from '@/ui/toast';
import { When } from '@/ui/When';
import { pushCalls, pushQuery, type Push, type PushDevice } from './api';
import { ability, NotOn, subscribe, subscription, unsubscribe } from './browser';
import css from './push.module.css';

/** Whether this browser itself is subscribed: a person may have taken that back in its settings. */
const useSubscribed = () => useQuery({ queryKey: ['push', 'browser'], queryFn: async () => Boolean(await subscription()), staleTime: 0 });

export function PushSection() {
  const { t } = useTranslation();
  const query = useQuery(pushQuery);
  if (query.isError && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  // Where the company has not switched it on, nothing is offered.
  if (!query.data?.on || !query.data.key) return null;
  const { devices } = query.data;
  return (
    <section id="push" aria-label={t('push.title')} className={css.section}>
      <h2 className={css.title}>{t('push.title')}</h2>
      <ThisDevice push={query.data} />
      {devices.length > 0 && <Devices devices={devices} />}
      {devices.length > 0 && <Kinds />}
    </section>
  );
}

function ThisDevice({ push }: { push: Push }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const subscribed = useSubscribed();
  const [busy, setBusy] = useState(false);
  const [can, setCan] = useState(ability);
  const own = push.devices.find((device) => device.current);
  const on = Boolean(own && subscribed.data);
  const turn = async (wanted: boolean) => {
    setBusy(true);
    try {
      if (wanted) await pushCalls.add((await subscribe(push.key ?? '')).toJSON());
      else {
        if (own) await pushCalls.remove(own.id);
        await unsubscribe();
      }
      toast({ text: t(wanted ? 'push.turnedOn' : 'push.turnedOff') });
    } catch (error) {
      toast({ text: error instanceof NotOn ? t(`push.not.${error.why}`) : reasonOf(error, t), tone: 'bad' });
    }
    setCan(ability());
    await queryClient.invalidateQueries({ queryKey: pushQuery.queryKey });
    setBusy(false);
  };
  if (can !== 'ready') {
    return (
      <Notice tone={can === 'blocked' ? 'warn' : 'info'} title={t(`push.cannot.${can}`)}>
        {t(`push.mend.${can}`)}
      </Notice>
    );
  }
  return <Toggle label={t('push.here')} hint={t('push.hereHint')} checked={on} disabled={busy || subscribed.isPending} onChange={(wanted) => void turn(wanted)} />;
}

function Devices({ devices }: { devices: PushDevice[] }) {
  const { t } = useTranslation();
  return (
    <ul className={css.devices} aria-label={t('push.devices')}>
      {devices.map((device) => (
        <Row key={device.id} device={device} />
      ))}
    </ul>
  );
}

function Row({ device }: { device: PushDevice }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [busy, setBusy] = useState(false);
  const Icon = isPhoneAgent(device.agent) ? Smartphone : Monitor;
  const name = deviceOf(device.agent) || t('push.unknownDevice');
  const act = async (what: () => Promise<void>) => {
    setBusy(true);
    try {
      await what();
    } catch (error) {
      toast({ text: reasonOf(error, t), tone: 'bad' });
    }
    await queryClient.invalidateQueries({ queryKey: pushQuery.queryKey });
    setBusy(false);
  };
  const attempt = () =>
    act(async () => {
      const { sent, status, gone } = await pushCalls.try(device.id);
      if (sent) toast({ text: t('push.tried') });
      else toast({ text: gone ? t('push.gone') : status ? t('push.refused', { status }) : t('push.unreached'), tone: 'bad' });
    });
  const remove = () =>
    act(async () => {
      await pushCalls.remove(device.id);
      if (device.current) await unsubscribe();
      toast({ text: t('push.removed', { device: name }) });
    });
  return (
    <li className={css.device}>
      <span className={css.icon} aria-hidden>
        <Icon size={16} strokeWidth={1.75} />
      </span>
      <span className={css.what}>
        <span className={css.name}>
          {name} {device.current && <Tag tone="ok">{t('push.thisOne')}</Tag>}
        </span>
        <span className={css.hint}>
          {device.failing_since ? (
            <span className={css.failing}>
              {t('push.failing')} <When at={device.failing_since} />
            </span>
          ) : (
            <>
              {t(device.sent_at ? 'push.lastSent' : 'push.since')} <When at={device.sent_at ?? device.created_at} />
            </>
          )}
        </span>
      </span>
      <span className={css.actions}>
        <Button loading={busy} aria-label={t('push.tryOf', { device: name })} onClick={() => void attempt()}>
          {t('push.try')}
        </Button>
        <Button disabled={busy} aria-label={t('push.removeOf', { device: name })} onClick={() => void remove()}>
          {t('push.remove')}
        </Button>
      </span>
    </li>
  );
}

/** Of what is told at all, which kinds reach the devices, too. */
function Kinds() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const { muted, unpushed } = usePreferences();
  const turn = async (kind: NoticeKind, wanted: boolean) => {
    try {
      await savePreferences(queryClient, { unpushed: wanted ? unpushed.filter((one) => one !== kind) : [...unpushed, kind] });
    } catch (error) {
      toast({ text: t('errors.saveFailed', { reason: reasonOf(error, t) }), tone: 'bad' });
    }
  };
  return (
    <div role="group" aria-label={t('push.kinds')}>
      <h3 className={css.subtitle}>{t('push.kinds')}</h3>
      {NOTICE_KINDS.filter((kind) => !muted.includes(kind)).map((kind) => (
        <Toggle key={kind} label={t(`talk.kind.${kind}`)} checked={!unpushed.includes(kind)} onChange={(wanted) => void turn(kind, wanted)} />
      ))}
    </div>
  );
}
