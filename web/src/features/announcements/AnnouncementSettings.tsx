/** Announcements as administrators see them: all of them with their state, and how many have read them. */
import { useState } from 'react';
import { Button } from 'antd';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Megaphone, MegaphoneOff, Pencil, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { reasonOf } from '@/api/reason';
import { useFormatContext } from '@/fields/context';
import { absolute } from '@/fields/format/date';
import { GROUPS } from '@/features/sharingRules/api';
import { IconButton } from '@/ui/IconButton';
import { later } from '@/ui/later';
import { PagedRows } from '@/ui/PagedRows';
import { Sheet } from '@/ui/Sheet';
import { Tag } from '@/ui/Tag';
import { toast } from '@/ui/toast';
import type { Tone } from '@/ui/tokens';
import { useTitle } from '@/ui/useTitle';
import { managedQuery, useAnnouncementCalls, type ManagedAnnouncement } from './api';
import css from './Settings.module.css';

const AnnouncementDialog = later(() => import('./AnnouncementDialog').then((module) => module.AnnouncementDialog));
const ReadersDrawer = later(() => import('./ReadersDrawer').then((module) => module.ReadersDrawer));

type Open = { kind: 'edit'; item: ManagedAnnouncement | null } | { kind: 'readers'; item: ManagedAnnouncement } | null;

const TONES: Record<ManagedAnnouncement['state'], Tone> = { planned: 'info', current: 'ok', over: 'grey' };

export function AnnouncementSettings() {
  const { t } = useTranslation();
  useTitle(t('announcements.settings'));
  const query = useInfiniteQuery(managedQuery);
  const [open, setOpen] = useState<Open>(null);
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const create = (
    <Button type="primary" icon={<Plus size={15} aria-hidden />} onClick={() => setOpen({ kind: 'edit', item: null })}>
      {t('announcements.new')}
    </Button>
  );
  return (
    <Sheet title={t('announcements.settings')} actions={items.length > 0 && create} busy={query.isFetching && !query.isPending}>
      <PagedRows
        query={query}
        items={items}
        hint={t('announcements.hint')}
        none={{ icon: Megaphone, title: t('announcements.noneWritten') }}
        create={create}
        row={(item) => <Row key={item.id} item={item} onOpen={setOpen} />}
      />
      {open?.kind === 'edit' && <AnnouncementDialog item={open.item} onClose={() => setOpen(null)} />}
      {open?.kind === 'readers' && <ReadersDrawer item={open.item} onClose={() => setOpen(null)} />}
    </Sheet>
  );
}

function Row({ item, onOpen }: { item: ManagedAnnouncement; onOpen: (open: Open) => void }) {
  const { t } = useTranslation();
  const { zone } = useFormatContext();
  const calls = useAnnouncementCalls();
  const { title, audience } = item;
  const whom = audience ? GROUPS.flatMap((group) => audience[group].map((one) => one.name)).join(t('common.comma')) : t('announcements.everyone');
  const from = absolute(item.starts_at, zone);
  const when = item.ends_at ? t('announcements.lasting', { from, to: absolute(item.ends_at, zone) }) : t('announcements.since', { from });
  const failed = (error: unknown) => toast({ text: reasonOf(error, t), tone: 'bad' });
  const withdraw = async () => {
    try {
      await calls.withdraw(item.id);
      toast({ text: t('announcements.withdrawn', { title }), action: { label: t('common.undo'), run: () => void calls.restore(item.id).catch(failed) } });
    } catch (error) {
      failed(error);
    }
  };
  return (
    <li className={css.row} data-off={item.state === 'over' || undefined}>
      <span className={css.icon} aria-hidden>
        <Megaphone size={16} strokeWidth={1.75} />
      </span>
      <span className={css.what}>
        <span className={css.name}>{title}</span>
        <span className={css.meta}>
          {whom} · {when} · {item.by.name}
        </span>
      </span>
      <span className={css.tags}>
        {item.pinned && <Tag tone="warn">{t('announcements.pinned')}</Tag>}
        <Tag tone={TONES[item.state]} dot>
          {t(`announcements.state.${item.state}`)}
        </Tag>
      </span>
      <Button type="link" className={css.count} aria-label={t('announcements.readersOf', { title, read: item.read, people: item.people })} onClick={() => onOpen({ kind: 'readers', item })}>
        {t('announcements.read', { read: item.read, people: item.people })}
      </Button>
      <span className={css.acts}>
        <IconButton label={t('announcements.changeOf', { title })} onClick={() => onOpen({ kind: 'edit', item })}>
          <Pencil size={15} aria-hidden />
        </IconButton>
        <IconButton label={t('announcements.withdrawOf', { title })} onClick={() => void withdraw()}>
          <MegaphoneOff size={15} aria-hidden />
        </IconButton>
      </span>
    </li>
  );
}
