/** One thing that happened: a follow-up as a card, a change as a line. */
import { useState } from 'react';
import { Merge, MessageCircle, PencilLine, Plus, RotateCcw, Trash2, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { fieldOf, useObjectMeta } from '@/api/meta';
import type { ObjectMeta, TimelineItem } from '@/api/types';
import { useFormatContext } from '@/fields/context';
import { absolute, clockText, wallOf } from '@/fields/format/date';
import { CommentCard } from '../talk/parts';
import { ActivityCard } from './ActivityCard';
import { ChangeLine } from './ChangeLine';
import { activityIcon } from './kinds';
import { ViaNote } from './ViaNote';
import css from './Timeline.module.css';

const ICONS: Record<Exclude<TimelineItem['type'], 'activity'>, LucideIcon> = {
  comment: MessageCircle,
  created: Plus,
  changed: PencilLine,
  deleted: Trash2,
  restored: RotateCcw,
  merged: Merge,
};

/** More changed fields than this are folded. */
const FOLD = 3;

function Changes({ meta, item }: { meta: ObjectMeta; item: TimelineItem }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const shown = open ? item.changes : item.changes.slice(0, FOLD);
  return (
    <div className={css.changes}>
      {shown.map((change) => (
        <ChangeLine key={change.field} change={change} meta={meta} />
      ))}
      {item.changes.length > FOLD && (
        <button type="button" className={css.fold} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t('timeline.less') : t('timeline.moreChanges', { count: item.changes.length - FOLD })}
        </button>
      )}
    </div>
  );
}

export function TimelineEntry({ meta, recordId, item }: { meta: ObjectMeta; recordId: string; item: TimelineItem }) {
  const { t } = useTranslation();
  const context = useFormatContext();
  const activityMeta = useObjectMeta('activity');
  const kind = typeof item.activity?.kind === 'string' ? item.activity.kind : 'note';
  const Icon = item.type === 'activity' ? activityIcon(kind) : ICONS[item.type];
  const way = (activityMeta && fieldOf(activityMeta, 'kind')?.options?.find((option) => option.name === kind)?.label) ?? kind;
  const verb = item.type === 'activity' ? t('timeline.followed', { way }) : t(`timeline.${item.type === 'comment' ? 'commented' : item.type}`, { name: meta.label });
  const single = item.type === 'changed' && item.changes.length === 1;
  return (
    <li className={css.entry}>
      <span className={css.icon} data-type={item.type} aria-hidden>
        <Icon size={13} strokeWidth={1.75} />
      </span>
      <div className={css.main}>
        <p className={css.line}>
          <b className={css.actor}>{item.by?.name ?? t('timeline.system')}</b>
          <span className={css.verb}>{verb}</span>
          {single && item.changes[0] && <ChangeLine change={item.changes[0]} meta={meta} />}
          <ViaNote via={item.via} />
          <time className={css.time} dateTime={item.at} title={absolute(item.at, context.zone)}>
            {clockText(wallOf(Date.parse(item.at), context.zone))}
          </time>
        </p>
        {item.activity && <ActivityCard meta={meta} item={item} activity={item.activity} />}
        {item.comment && <CommentCard object={meta.name} id={recordId} comment={item.comment} />}
        {item.type === 'changed' && !single && <Changes meta={meta} item={item} />}
      </div>
    </li>
  );
}
