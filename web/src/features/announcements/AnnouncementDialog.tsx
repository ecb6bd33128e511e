/** An announcement is written or changed. */
import { useState } from 'react';
import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { reasonOf } from '@/api/reason';
import type { Field } from '@/api/types';
import { idsOf, keysOf, NOBODY, type PartyIds } from '@/features/sharingRules/api';
import { PartySelect } from '@/features/sharingRules/PartySelect';
import { registry } from '@/fields/registry';
import { FormItem } from '@/ui/FormItem';
import { FormModal } from '@/ui/FormModal';
import { Segmented } from '@/ui/Segmented';
import { Toggle } from '@/ui/Toggle';
import { toast } from '@/ui/toast';
import { useDraft, type DraftFaults } from '@/ui/useDraft';
import { useAnnouncementCalls, type AnnouncementBody, type ManagedAnnouncement } from './api';
import css from './Settings.module.css';

const TITLE_CHARS = 100;
const BODY_CHARS = 10_000;
const MOMENT = { name: 'moment', kind: 'datetime', required: false } as unknown as Field;
const { Editor: MomentEditor } = registry.datetime;

interface Draft extends Omit<AnnouncementBody, 'audience'> {
  to: 'everyone' | 'some';
  audience: PartyIds;
}

type Faults = DraftFaults<Draft>;

const draftOf = (item: ManagedAnnouncement | null): Draft => ({
  title: item?.title ?? '',
  body: item?.body ?? '',
  pinned: item?.pinned ?? false,
  to: item?.audience ? 'some' : 'everyone',
  audience: item?.audience ? idsOf(item.audience) : NOBODY,
  starts_at: item?.starts_at ?? null,
  ends_at: item?.ends_at ?? null,
});

function bodyOf({ to, ...draft }: Draft): AnnouncementBody {
  return { ...draft, title: draft.title.trim(), audience: to === 'some' ? draft.audience : null };
}

export function AnnouncementDialog({ item, onClose }: { item: ManagedAnnouncement | null; onClose: () => void }) {
  const { t } = useTranslation();
  const calls = useAnnouncementCalls();
  const { draft, change: set, faults, setFaults, refused } = useDraft<Draft>(() => draftOf(item));
  const [busy, setBusy] = useState(false);
  const save = async () => {
    const missing: Faults = {};
    if (!draft.title.trim()) missing.title = t('announcements.needTitle');
    if (!draft.body.trim()) missing.body = t('announcements.needBody');
    if (draft.to === 'some' && keysOf(draft.audience).length === 0) missing.audience = t('announcements.needAudience');
    setFaults(missing);
    if (Object.keys(missing).length > 0) return;
    const body = bodyOf(draft);
    setBusy(true);
    try {
      await (item ? calls.change(item.id, body) : calls.create(body));
      toast({ text: t(item ? 'announcements.saved' : 'announcements.published', { title: body.title }) });
      onClose();
    } catch (error) {
      if (!refused(error)) toast({ text: reasonOf(error, t), tone: 'bad' });
      setBusy(false);
    }
  };
  return (
    <FormModal
      open
      title={t(item ? 'announcements.change' : 'announcements.new')}
      okText={t(item ? 'common.save' : 'announcements.publish')}
      cancelText={t('common.cancel')}
      confirmLoading={busy}
      onCancel={onClose}
      onOk={() => void save()}
    >
      <Fields draft={draft} faults={faults} known={item} onChange={set} />
    </FormModal>
  );
}

interface FieldsProps {
  draft: Draft;
  faults: Faults;
  known: ManagedAnnouncement | null;
  onChange: (change: Partial<Draft>) => void;
}

function Fields({ draft, faults, known, onChange }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <div className={css.form}>
      <FormItem label={t('announcements.name')} required error={faults.title}>
        {({ id, describedBy, invalid }) => (
          <Input id={id} autoFocus maxLength={TITLE_CHARS} aria-describedby={describedBy} status={invalid ? 'error' : undefined} value={draft.title} onChange={(event) => onChange({ title: event.target.value })} />
        )}
      </FormItem>
      <FormItem label={t('announcements.body')} required error={faults.body} hint={t('announcements.bodyHint')}>
        {({ id, describedBy, invalid }) => (
          <Input.TextArea
            id={id}
            autoSize={{ minRows: 5, maxRows: 14 }}
            maxLength={BODY_CHARS}
            aria-describedby={describedBy}
            status={invalid ? 'error' : undefined}
            value={draft.body}
            onChange={(event) => onChange({ body: event.target.value })}
          />
        )}
      </FormItem>
      <FormItem label={t('announcements.to')} group>
        {() => (
          <Segmented
            label={t('announcements.to')}
            value={draft.to}
            options={(['everyone', 'some'] as const).map((value) => ({ value, label: t(`announcements.${value}`) }))}
            onChange={(to) => onChange({ to })}
          />
        )}
      </FormItem>
      {draft.to === 'some' && (
        <FormItem label={t('announcements.audience')} required error={faults.audience} hint={t('shared.below')}>
          {(control) => <PartySelect {...control} value={draft.audience} known={known?.audience ?? null} onChange={(audience) => onChange({ audience })} />}
        </FormItem>
      )}
      {(['starts_at', 'ends_at'] as const).map((name) => (
        <FormItem key={name} label={t(`announcements.${name}`)} error={faults[name]} hint={t(`announcements.${name}_hint`)}>
          {({ id, describedBy, invalid }) => (
            <MomentEditor id={id} describedBy={describedBy} invalid={invalid} field={{ ...MOMENT, label: t(`announcements.${name}`) }} value={draft[name]} onChange={(value) => onChange({ [name]: (value as string | null) ?? null })} />
          )}
        </FormItem>
      ))}
      <Toggle label={t('announcements.pin')} hint={t('announcements.pinHint')} checked={draft.pinned} onChange={(pinned) => onChange({ pinned })} />
    </div>
  );
}
