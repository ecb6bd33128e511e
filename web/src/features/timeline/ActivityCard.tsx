/** A follow-up in the stream: what was said, what was picked, whatever else was filled in, and when to speak again. */
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { CalendarClock, Ellipsis, PencilLine, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { laidOut, layoutFor } from '@/api/layout';
import { invalidateRecord } from '@/api/live';
import { fieldOf, may, useObjectMeta } from '@/api/meta';
import { reasonOf } from '@/api/reason';
import { deleteRecord, restoreRecord } from '@/api/records';
import type { Field, FieldValue, ObjectMeta, RecordData, TimelineItem } from '@/api/types';
import { useFormatContext } from '@/fields/context';
import { absolute, relative } from '@/fields/format/date';
import { kindOf } from '@/fields/registry';
import { isEmpty } from '@/fields/types';
import { Dropdown } from '@/ui/Dropdown';
import { toast } from '@/ui/toast';
import { FOLLOW_UP, RELATED } from '../compose/shape';
import css from './Timeline.module.css';

/** Said elsewhere in the entry. */
const TOLD = new Set([FOLLOW_UP.text, FOLLOW_UP.ways, FOLLOW_UP.when.field, RELATED, 'subject', 'happened_at', 'owner', 'owner_department', 'created_by', 'created_at', 'updated_by', 'updated_at']);
const TAGS = new Set<Field['kind']>(['choice', 'multi_choice', 'tags', 'rating']);
/** A follow-up that is written down within this time took place when it was written, in milliseconds. */
const AT_ONCE = 15 * 60_000;

/** What else was filled in, in the order of the layout: picks as tags, the rest with its name. */
function filledIn(object: ObjectMeta, activity: RecordData) {
  const fields = laidOut(object, layoutFor(object, activity))
    .flatMap((section) => section.fields)
    .filter((field) => !TOLD.has(field.name) && !isEmpty(activity[field.name]));
  return { tags: fields.filter((field) => TAGS.has(field.kind)), others: fields.filter((field) => !TAGS.has(field.kind)) };
}

function useRemove(meta: ObjectMeta, activity: RecordData) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const relatedId = (activity[RELATED] as { id?: string } | null | undefined)?.id;
  const refresh = () => {
    if (relatedId) invalidateRecord(queryClient, meta.name, relatedId);
  };
  return async () => {
    try {
      await deleteRecord(FOLLOW_UP.object, activity.id);
      refresh();
      toast({
        text: t('timeline.removed'),
        action: { label: t('common.undo'), run: () => void restoreRecord(FOLLOW_UP.object, activity.id).then(refresh, () => undefined) },
      });
    } catch (error) {
      toast({ text: t('errors.saveFailed', { reason: reasonOf(error, t) }), tone: 'bad' });
    }
  };
}

function Filled({ object, activity }: { object: ObjectMeta; activity: RecordData }) {
  const { tags, others } = filledIn(object, activity);
  return (
    <>
      {tags.length > 0 && (
        <p className={css.picked}>
          {tags.map((field) => {
            const { Cell } = kindOf(field);
            return (
              <span key={field.name} title={field.label}>
                <Cell field={field} value={activity[field.name] as FieldValue} record={activity} look="label" />
              </span>
            );
          })}
        </p>
      )}
      {others.length > 0 && (
        <dl className={css.filled}>
          {others.map((field) => {
            const { View } = kindOf(field);
            return (
              <div key={field.name}>
                <dt>{field.label}</dt>
                <dd>
                  <View field={field} value={activity[field.name] as FieldValue} record={activity} />
                </dd>
              </div>
            );
          })}
        </dl>
      )}
    </>
  );
}

export function ActivityCard({ meta, item, activity }: { meta: ObjectMeta; item: TimelineItem; activity: RecordData }) {
  const { t } = useTranslation();
  const context = useFormatContext();
  const navigate = useNavigate();
  const object = useObjectMeta(FOLLOW_UP.object);
  const remove = useRemove(meta, activity);
  if (!object) return null;
  const text = (name: string) => (typeof activity[name] === 'string' ? activity[name] : '');
  const [content, subject, happened] = [text(FOLLOW_UP.text), text('subject'), text('happened_at')];
  const next = text(FOLLOW_UP.when.field);
  const nextLabel = fieldOf(object, FOLLOW_UP.when.field)?.label ?? '';
  const earlier = happened && Math.abs(Date.parse(item.at) - Date.parse(happened)) > AT_ONCE;
  const open = () => void navigate({ to: '/o/$object/$id', params: { object: FOLLOW_UP.object, id: activity.id }, search: {} as never });
  const items = [
    may(object, 'edit') && { key: 'edit', icon: <PencilLine size={15} />, label: t('timeline.edit'), onClick: open },
    may(object, 'delete') && { key: 'delete', danger: true, icon: <Trash2 size={15} />, label: t('common.delete'), onClick: () => void remove() },
  ].filter((one) => one !== false);
  return (
    <div className={css.card}>
      {/* A follow-up without a subject is called by how its text begins. */}
      {subject && !content.startsWith(subject.replace(/(…|\.\.\.)$/u, '')) && (
        <Link to="/o/$object/$id" params={{ object: FOLLOW_UP.object, id: activity.id }} search={{} as never} className={css.subject}>
          {subject}
        </Link>
      )}
      <p className={css.content}>{content}</p>
      <Filled object={object} activity={activity} />
      {earlier && (
        <p className={css.aside} title={absolute(happened, context.zone)}>
          {t('timeline.happened', { when: relative(happened, context) })}
        </p>
      )}
      {next && (
        <p className={css.nextAt} title={absolute(next, context.zone)}>
          <CalendarClock size={13} aria-hidden />
          {t('timeline.set', { name: nextLabel, value: relative(next, context) })}
        </p>
      )}
      {items.length > 0 && (
        <Dropdown placement="bottomRight" menu={{ items }}>
          <button type="button" className={css.more} aria-label={t('timeline.actionsOf', { when: absolute(item.at, context.zone) })}>
            <Ellipsis size={15} aria-hidden />
          </button>
        </Dropdown>
      )}
    </div>
  );
}
