/** What one is told of, by day; a line leads to what it is about and counts as read then. */
import { useMemo, useState } from 'react';
import { Button } from 'antd';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { AtSign, BellOff, Download, Megaphone, MessageCircle, Upload, UserRoundPen, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMe, useObjectMeta } from '@/api/meta';
import { reasonOf } from '@/api/reason';
import { useFormatContext } from '@/fields/context';
import { absolute, clockText, dayHeading, wallOf } from '@/fields/format/date';
import { Segmented } from '@/ui/Segmented';
import { Bars, ErrorState, StateView, useDelayed } from '@/ui/States';
import { toast } from '@/ui/toast';
import { groupByDay } from '../timeline/group';
import { markAll, markNotice, noticesQuery, type Notice, type NoticeKind } from './api';
import { useUnread } from './Badge';
import css from './Notices.module.css';

const ICONS: Record<NoticeKind, LucideIcon> = {
  assigned: UserRoundPen,
  mentioned: AtSign,
  commented: MessageCircle,
  import_ended: Upload,
  export_ended: Download,
  announced: Megaphone,
};

/** What a notice says in words. */
function useWords(notice: Notice): string {
  const { t } = useTranslation();
  const object = useObjectMeta(notice.object ?? '')?.plural ?? '';
  const actor = notice.actor?.name ?? t('talk.somebody');
  const record = notice.record?.name || t('talk.unnamed');
  const { detail, count } = notice;
  switch (notice.kind) {
    case 'assigned':
      if (!notice.record) return t('talk.notice.assignedGone', { actor });
      return count > 1 ? t('talk.notice.assignedMany', { actor, record, rest: count - 1 }) : t('talk.notice.assigned', { actor, record });
    case 'mentioned':
      return notice.record ? t('talk.notice.mentioned', { actor, record }) : t('talk.notice.mentionedGone', { actor });
    case 'commented':
      return notice.record ? t('talk.notice.commented', { actor, record }) : t('talk.notice.commentedGone', { actor });
    case 'import_ended': {
      const { inserted = 0, updated = 0, failed = 0 } = detail;
      return detail.state === 'done' ? t('talk.notice.imported', { object, inserted, updated, failed }) : t('talk.notice.importFailed', { object });
    }
    case 'announced':
      return notice.announcement ? t('talk.notice.announced', { title: notice.announcement.title }) : t('talk.notice.announcedGone');
    case 'export_ended':
      return detail.state === 'done' ? t('talk.notice.exported', { object, rows: detail.rows ?? 0 }) : t('talk.notice.exportFailed', { object });
  }
}

function Target({ notice, onOpen, children }: { notice: Notice; onOpen: () => void; children: React.ReactNode }) {
  if (notice.record) {
    return (
      <Link to="/o/$object/$id" params={{ object: notice.record.object, id: notice.record.id }} search={{}} className={css.line} onClick={onOpen}>
        {children}
      </Link>
    );
  }
  if (notice.announcement) {
    return (
      <Link to="/announcements" search={{ id: notice.announcement.id }} className={css.line} onClick={onOpen}>
        {children}
      </Link>
    );
  }
  if (notice.kind === 'import_ended' || notice.kind === 'export_ended') {
    return (
      <Link to={notice.kind === 'import_ended' ? '/import' : '/tasks'} search={{}} className={css.line} onClick={onOpen}>
        {children}
      </Link>
    );
  }
  return (
    <button type="button" className={css.line} onClick={onOpen}>
      {children}
    </button>
  );
}

function Line({ notice, onOpen }: { notice: Notice; onOpen?: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const context = useFormatContext();
  const queryClient = useQueryClient();
  const words = useWords(notice);
  const Icon = ICONS[notice.kind];
  const open = () => {
    // That a line stays unread is no reason to stop whoever goes where it leads.
    if (!notice.read && !me.viewing) void markNotice(queryClient, notice.id, true).catch(() => undefined);
    if (notice.record || notice.announcement || notice.kind === 'import_ended' || notice.kind === 'export_ended') onOpen?.();
  };
  return (
    <li className={css.item} data-unread={!notice.read || undefined}>
      <Target notice={notice} onOpen={open}>
        <span className={css.icon} data-kind={notice.kind} aria-hidden>
          <Icon size={14} strokeWidth={1.75} />
        </span>
        <span className={css.words}>
          {!notice.read && <span className={css.hidden}>{t('talk.unread')}</span>}
          {words}
          {notice.text && <span className={css.text}>{notice.text}</span>}
        </span>
        <time className={css.time} dateTime={notice.at} title={absolute(notice.at, context.zone)}>
          {clockText(wallOf(Date.parse(notice.at), context.zone))}
        </time>
      </Target>
    </li>
  );
}

export function Notices({ onOpen }: { onOpen?: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const context = useFormatContext();
  const queryClient = useQueryClient();
  const [unread, setUnread] = useState(false);
  const query = useInfiniteQuery(noticesQuery(unread));
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const days = useMemo(() => groupByDay(items, context.zone), [items, context.zone]);
  const waiting = useDelayed(query.isPending);
  const left = useUnread();
  const all = () =>
    void markAll(queryClient, unread ? undefined : items[0]?.id).catch((error: unknown) => toast({ text: t('errors.saveFailed', { reason: reasonOf(error, t) }), tone: 'bad' }));
  return (
    <div className={css.notices}>
      <div className={css.head}>
        <Segmented
          small
          label={t('talk.which')}
          value={unread ? 'unread' : 'all'}
          options={[
            { value: 'all', label: t('talk.all') },
            { value: 'unread', label: t('talk.onlyUnread') },
          ]}
          onChange={(value) => setUnread(value === 'unread')}
        />
        {left && !me.viewing && (
          <Button type="link" size="small" onClick={all}>
            {t('talk.markAll')}
          </Button>
        )}
      </div>
      {waiting && <Bars rows={5} />}
      {query.isError && items.length === 0 && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && items.length === 0 && <StateView icon={BellOff} tone="grey" title={unread ? t('talk.noneUnread') : t('talk.none')} hint={t('talk.noneHint')} />}
      {days.map((group) => (
        <section key={group.day} aria-label={dayHeading(group.day, context)}>
          <h2 className={css.day}>{dayHeading(group.day, context)}</h2>
          <ul>
            {group.items.map((notice) => (
              <Line key={notice.id} notice={notice} onOpen={onOpen} />
            ))}
          </ul>
        </section>
      ))}
      {query.hasNextPage && (
        <Button block loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('talk.older')}
        </Button>
      )}
    </div>
  );
}
