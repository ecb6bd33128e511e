/** What is announced to this person, the pinned and the newest first. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Megaphone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { announcementsQuery } from '@/features/announcements/api';
import { Tag } from '@/ui/Tag';
import { When } from '@/ui/When';
import { Answered, Card, Nothing } from './Card';
import css from './workbench.module.css';

/** As many as a card has room for. */
const ROWS = 5;

/** Where nobody has placed it by hand (`usual`), it stands there only while something is announced. */
export function AnnouncementsCard({ usual }: { usual: boolean }) {
  const { t } = useTranslation();
  const query = useQuery(announcementsQuery);
  const items = query.data ?? [];
  if (usual && items.length === 0) return null;
  const unread = items.filter((item) => !item.read_at).length;
  return (
    <Card
      title={t('workbench.announcements')}
      icon={<Megaphone size={16} strokeWidth={1.75} aria-hidden />}
      meta={unread > 0 && t('workbench.unread', { count: unread })}
      actions={
        items.length > 0 && (
          <Link to="/announcements" search={{}} className={css.all}>
            {t('workbench.all')}
          </Link>
        )
      }
    >
      <Answered of={[query]}>
        {items.length === 0 ? (
          <Nothing>{t('workbench.noAnnouncements')}</Nothing>
        ) : (
          <ul className={css.rows}>
            {items.slice(0, ROWS).map((item) => (
              <li key={item.id} className={css.row}>
                <Link to="/announcements" search={{ id: item.id }} className={css.link}>
                  <span className={css.words}>
                    <span className={css.name}>{item.title}</span>
                    <span className={css.second}>
                      {item.by.name} · <When at={item.starts_at} />
                    </span>
                  </span>
                  {!item.read_at && <Tag tone="info">{t('workbench.isUnread')}</Tag>}
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Answered>
    </Card>
  );
}
