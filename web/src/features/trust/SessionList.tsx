/** The browsers that are signed in, and ending them from here. */
import { Button } from 'antd';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Monitor, Smartphone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { reasonOf } from '@/api/reason';
import { Bars, ErrorState } from '@/ui/States';
import { Tag } from '@/ui/Tag';
import { toast } from '@/ui/toast';
import { When } from '@/ui/When';
import { deviceOf, isPhoneAgent, sessionsQuery, trustCalls, type Session } from './api';
import css from './trust.module.css';

export function SessionList() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const query = useQuery(sessionsQuery);
  const act = async (call: Promise<unknown>, text: string) => {
    try {
      await call;
      toast({ text });
    } catch (error) {
      toast({ text: reasonOf(error, t), tone: 'bad' });
    }
    await queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey });
  };
  if (query.isError && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Bars rows={3} />;
  const others = query.data.filter((session) => !session.current);
  return (
    <div className={css.stack}>
      <ul className={css.sessions} aria-label={t('trust.sessions')}>
        {query.data.map((session) => (
          <Row key={session.id} session={session} onEnd={() => void act(trustCalls.endSession(session.id), t('trust.ended'))} />
        ))}
      </ul>
      {others.length > 0 && (
        <div>
          <Button danger onClick={() => void act(trustCalls.endOthers(), t('trust.othersEnded'))}>
            {t('trust.endOthers', { count: others.length })}
          </Button>
        </div>
      )}
    </div>
  );
}

function Row({ session, onEnd }: { session: Session; onEnd: () => void }) {
  const { t } = useTranslation();
  const Icon = isPhoneAgent(session.agent) ? Smartphone : Monitor;
  const device = deviceOf(session.agent) || t('trust.unknownDevice');
  return (
    <li className={css.session}>
      <span className={css.icon} aria-hidden>
        <Icon size={16} strokeWidth={1.75} />
      </span>
      <span className={css.what}>
        <span className={css.device}>{device}</span>
        <span className={css.hint}>
          {session.place && `${session.place} · `}
          {t('trust.lastUsed')} <When at={session.seen_at} />
        </span>
      </span>
      {session.current ? (
        <Tag tone="ok">{t('trust.thisOne')}</Tag>
      ) : (
        <Button aria-label={t('trust.endOf', { device })} onClick={onEnd}>
          {t('trust.end')}
        </Button>
      )}
    </li>
  );
}
