/** How many notices were not read, as a red pill; nothing when there are none. */
import { useQuery } from '@tanstack/react-query';
import { noticesCountQuery } from '@/api/queries';
import css from './Notices.module.css';

/** None while nothing is known and when all was read. */
export function useUnread() {
  const { data } = useQuery(noticesCountQuery);
  return data && data.unread > 0 ? data : null;
}

export function Badge() {
  const unread = useUnread();
  if (!unread) return null;
  return (
    <span className={css.badge} aria-hidden>
      {unread.unread}
      {unread.more && '+'}
    </span>
  );
}
