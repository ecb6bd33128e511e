/** The people who work on a record beside its owner. */
import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Ellipsis, Plus, Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/meta';
import { keys } from '@/api/queries';
import { reasonOf } from '@/api/reason';
import type { ObjectMeta } from '@/api/types';
import { useFormatContext } from '@/fields/context';
import { dayOf } from '@/fields/format/date';
import { Person } from '@/fields/shared/show';
import card from '@/features/record/RelatedCards.module.css';
import { Dropdown, type MenuItem } from '@/ui/Dropdown';
import { IconButton } from '@/ui/IconButton';
import { later } from '@/ui/later';
import { toast } from '@/ui/toast';
import { dropMember, putMember, teamQuery, type Member } from './api';
import css from './TeamCard.module.css';

const MemberDialog = later(() => import('./MemberDialog').then((module) => module.MemberDialog));

function useTeam(object: string, id: string) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const run = async (work: () => Promise<unknown>, done?: { text: string; undo: () => Promise<unknown> }) => {
    try {
      await work();
      if (done) toast({ text: done.text, action: { label: t('common.undo'), run: () => void run(done.undo) } });
    } catch (error) {
      toast({ text: t('errors.saveFailed', { reason: reasonOf(error, t) }), tone: 'bad' });
    }
    await queryClient.invalidateQueries({ queryKey: keys.record(object, id) });
  };
  return run;
}

function Row({ meta, id, member, canChange, onEdit }: { meta: ObjectMeta; id: string; member: Member; canChange: boolean; onEdit: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const context = useFormatContext();
  const run = useTeam(meta.name, id);
  const { user } = member;
  const remove = () =>
    run(() => dropMember(meta.name, id, user.id), {
      text: t('sharing.removed', { name: user.name }),
      undo: () => putMember(meta.name, id, user.id, member.level, member.until),
    });
  const items: MenuItem[] = [];
  if (canChange) items.push({ key: 'edit', label: t('sharing.change'), onClick: onEdit });
  if (canChange) items.push({ key: 'remove', danger: true, label: t('sharing.remove'), onClick: () => void remove() });
  else if (user.id === me.id) {
    items.push({ key: 'leave', danger: true, label: t('sharing.leave'), onClick: () => void run(() => dropMember(meta.name, id, user.id)) });
  }
  const terms = [t(`sharing.level.${member.level}`), member.until && t('sharing.untilDay', { day: dayOf(member.until, context.zone) })];
  return (
    <li className={css.row}>
      <Person value={user} size={24} />
      <span className={css.terms}>{terms.filter(Boolean).join(' · ')}</span>
      {items.length > 0 && (
        <Dropdown menu={{ items }} placement="bottomRight">
          <IconButton size="small" label={t('sharing.menuOf', { name: user.name })}>
            <Ellipsis size={15} aria-hidden />
          </IconButton>
        </Dropdown>
      )}
    </li>
  );
}

export function TeamCard({ meta, id }: { meta: ObjectMeta; id: string }) {
  const { t } = useTranslation();
  const team = useQuery(teamQuery(meta.name, id)).data;
  const [editing, setEditing] = useState<Member | 'new' | null>(null);
  const items = team?.items ?? [];
  return (
    <section className={card.card} aria-label={t('sharing.team')}>
      <header className={card.head}>
        <Users size={15} strokeWidth={1.75} aria-hidden />
        <h3>{t('sharing.team')}</h3>
        {items.length > 0 && <span className={card.count}>{items.length}</span>}
        <span className={card.gap} />
        {team?.can_change && (
          <IconButton size="small" label={t('sharing.add')} onClick={() => setEditing('new')}>
            <Plus size={15} aria-hidden />
          </IconButton>
        )}
      </header>
      {items.length > 0 && (
        <ul>
          {items.map((member) => (
            <Row key={member.user.id} meta={meta} id={id} member={member} canChange={team?.can_change ?? false} onEdit={() => setEditing(member)} />
          ))}
        </ul>
      )}
      {editing && <MemberDialog meta={meta} id={id} member={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </section>
  );
}
