/** /announcements: what is announced to this person. Opening one marks it read; a notice leads to its own. */
import { useEffect, useId, useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { ChevronDown, Megaphone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/meta';
import { Notice } from '@/ui/Notice';
import { Sheet } from '@/ui/Sheet';
import { Bars, ErrorState, StateView } from '@/ui/States';
import { Tag } from '@/ui/Tag';
import { useTitle } from '@/ui/useTitle';
import { When } from '@/ui/When';
import { announcementsQuery, markRead, type Announcement } from './api';
import { linked } from './linked';
import css from './Announcements.module.css';

function Body({ text }: { text: string }) {
  return (
    <p className={css.body}>
      {linked(text).map((piece, at) =>
        piece.href ? (
          <a key={at} href={piece.href} target="_blank" rel="noopener noreferrer">
            {piece.text}
          </a>
        ) : (
          piece.text
        ),
      )}
    </p>
  );
}

function One({ item, open, onOpen }: { item: Announcement; open: boolean; onOpen: (open: boolean) => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const queryClient = useQueryClient();
  const id = useId();
  const fresh = open && !item.read_at && !me.viewing;
  useEffect(() => {
    // That it stays unread is no reason to stop whoever reads; the next opening says so again.
    if (fresh) void markRead(queryClient, item.id).catch(() => undefined);
  }, [fresh, item.id, queryClient]);
  return (
    <li className={css.item} data-unread={!item.read_at || undefined}>
      <h2 className={css.heading}>
        <button type="button" className={css.head} aria-expanded={open} aria-controls={id} onClick={() => onOpen(!open)}>
          <span className={css.title}>
            {!item.read_at && <span className={css.hidden}>{t('announcements.unread')}</span>}
            {item.title}
          </span>
          {item.pinned && <Tag tone="warn">{t('announcements.pinned')}</Tag>}
          <span className={css.meta}>
            {item.by.name} · <When at={item.starts_at} />
          </span>
          <ChevronDown className={css.turn} size={16} strokeWidth={1.75} aria-hidden />
        </button>
      </h2>
      <div id={id} hidden={!open}>
        {open && <Body text={item.body} />}
      </div>
    </li>
  );
}

export function AnnouncementsPage() {
  const { t } = useTranslation();
  const { id: asked } = useSearch({ strict: false }) as { id?: string };
  const query = useQuery(announcementsQuery);
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(asked ? [asked] : []));
  useTitle(t('announcements.title'));
  useEffect(() => {
    if (asked) setOpen((before) => new Set([...before, asked]));
  }, [asked]);
  const items = query.data ?? [];
  const turn = (id: string, wanted: boolean) =>
    setOpen((before) => {
      const next = new Set(before);
      if (wanted) next.add(id);
      else next.delete(id);
      return next;
    });
  const gone = asked && query.isSuccess && !query.isFetching && !items.some((item) => item.id === asked);
  return (
    <Sheet title={t('announcements.title')} narrow busy={query.isFetching && !query.isPending}>
      {gone && <Notice tone="info">{t('announcements.gone')}</Notice>}
      {query.isError && !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <Bars rows={4} />
      ) : items.length === 0 ? (
        <StateView icon={Megaphone} tone="grey" title={t('announcements.none')} hint={t('announcements.noneHint')} />
      ) : (
        <ul className={css.items}>
          {items.map((item) => (
            <One key={item.id} item={item} open={open.has(item.id)} onOpen={(wanted) => turn(item.id, wanted)} />
          ))}
        </ul>
      )}
    </Sheet>
  );
}
