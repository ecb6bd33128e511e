/** What one may do about the record that is on the screen, and what others have just done to it. */
import { useTranslation } from 'react-i18next';
import { fieldOf, may, useMe, useObjectMeta } from '@/api/meta';
import type { ObjectMeta, RecordData } from '@/api/types';
import { useArrivals } from './useArrivals';
import { useRecordEdit } from './useRecordEdit';

export function useStanding(meta: ObjectMeta, record: RecordData) {
  const { t } = useTranslation();
  const me = useMe();
  const activity = useObjectMeta('activity');
  const gone = Boolean(record.deleted_at);
  // A record to which nothing may be done, such as one that is shared to be seen, comes without the list.
  const allowed = (action: 'edit' | 'delete' | 'transfer') => !gone && (record.can?.includes(action) ?? false);
  const canEdit = allowed('edit');
  const edit = useRecordEdit(meta, record, gone ? t('record.blockedBin') : canEdit ? null : t('record.blockedRight'));
  const arrivals = useArrivals(meta, record, me.id);
  return {
    gone,
    allowed,
    canEdit,
    edit,
    arrivals,
    stage: meta.stage_field ? fieldOf(meta, meta.stage_field) : undefined,
    /** Follow-ups may be written. */
    canWrite: !gone && meta.timeline && activity !== undefined && may(activity, 'create'),
    /** Comments may be written, and others see that one is here. */
    canTalk: !gone && !me.viewing,
  };
}
