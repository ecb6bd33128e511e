/** Bringing a person into the team of a record, or changing the terms. */
import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { fieldOf } from '@/api/meta';
import { keys } from '@/api/queries';
import { reasonOf } from '@/api/reason';
import type { Field, FieldValue, ObjectMeta } from '@/api/types';
import { useFormatContext } from '@/fields/context';
import { dayOf, instantOf, today } from '@/fields/format/date';
import { kindOf } from '@/fields/registry';
import { asRef } from '@/fields/shared/show';
import { FormItem } from '@/ui/FormItem';
import { FormModal } from '@/ui/FormModal';
import { Notice } from '@/ui/Notice';
import { putMember, type Level, type Member } from './api';
import { Choice } from './Choice';
import css from './dialog.module.css';

/** The last moment of a day on the person's calendar. */
function endOf(day: string, zone: string): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(instantOf({ year, month, day: date, hour: 23, minute: 59 }, zone) + 59_999).toISOString();
}

export function MemberDialog({ meta, id, member, onClose }: { meta: ObjectMeta; id: string; member: Member | null; onClose: () => void }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [user, setUser] = useState<FieldValue>(member?.user ?? null);
  const [level, setLevel] = useState<Level>(member?.level ?? 'read');
  const context = useFormatContext();
  const [until, setUntil] = useState<FieldValue>(member?.until ? dayOf(member.until, context.zone) : null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const owner = fieldOf(meta, 'owner');
  const person = asRef(user);
  if (!owner) return null;
  const { Editor } = kindOf(owner);
  const day: Field = { ...owner, name: 'until', kind: 'date', label: t('sharing.until'), required: false, min: today(context), target: undefined };
  const Day = kindOf(day).Editor;
  const save = async () => {
    if (!person) return setError(t('sharing.choosePerson'));
    setBusy(true);
    try {
      await putMember(meta.name, id, person.id, level, typeof until === 'string' ? endOf(until, context.zone) : null);
      await queryClient.invalidateQueries({ queryKey: keys.record(meta.name, id) });
      onClose();
    } catch (cause) {
      setError(reasonOf(cause, t));
      setBusy(false);
    }
  };
  return (
    <FormModal
      open
      title={t(member ? 'sharing.change' : 'sharing.add')}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      confirmLoading={busy}
      onOk={() => void save()}
      onCancel={onClose}
    >
      <div className={css.form}>
        {error && (
          <Notice tone="bad" alert>
            {error}
          </Notice>
        )}
        {member ? (
          <p className={css.person}>{member.user.name}</p>
        ) : (
          <FormItem label={t('sharing.person')} required>
            {(control) => <Editor {...control} autoFocus field={{ ...owner, required: true, label: t('sharing.person') }} value={user} onChange={setUser} />}
          </FormItem>
        )}
        <Choice
          name="level"
          legend={t('sharing.may')}
          value={level}
          options={(['read', 'write'] as const).map((value) => ({ value, label: t(`sharing.level.${value}`), hint: t(`sharing.levelHint.${value}`) }))}
          onChange={setLevel}
        />
        <FormItem label={t('sharing.until')} hint={t('sharing.forever')}>
          {(control) => <Day {...control} field={day} value={until} onChange={setUntil} />}
        </FormItem>
      </div>
    </FormModal>
  );
}
