/** Who has read an announcement, and who hasn't yet. */
import { Drawer } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Avatar } from '@/ui/Avatar';
import { useIsPhone } from '@/ui/media';
import { Bars, ErrorState } from '@/ui/States';
import { When } from '@/ui/When';
import type { Ref } from '@/api/types';
import { readersQuery, type ManagedAnnouncement } from './api';
import css from './Settings.module.css';

function People({ title, people }: { title: string; people: { user: Ref; at?: string }[] }) {
  if (people.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3 className={css.group}>{title}</h3>
      <ul>
        {people.map(({ user, at }) => (
          <li key={user.id} className={css.person}>
            <Avatar name={user.name} seed={user.id} size={24} />
            <span className={css.name}>{user.name}</span>
            {at && (
              <span className={css.meta}>
                <When at={at} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

export function ReadersDrawer({ item, onClose }: { item: ManagedAnnouncement; onClose: () => void }) {
  const { t } = useTranslation();
  const phone = useIsPhone();
  const query = useQuery(readersQuery(item.id));
  const { read = [], unread = [] } = query.data ?? {};
  return (
    <Drawer open title={t('announcements.readers', { title: item.title })} onClose={onClose} size={phone ? '100%' : 420}>
      {query.isError && !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <Bars rows={6} />
      ) : (
        <>
          {read.length + unread.length === 0 && <p className={css.meta}>{t('announcements.nobody')}</p>}
          <People title={t('announcements.notYet', { count: unread.length })} people={unread.map((user) => ({ user }))} />
          <People title={t('announcements.have', { count: read.length })} people={read.map(({ user, read_at }) => ({ user, at: read_at }))} />
        </>
      )}
    </Drawer>
  );
}
