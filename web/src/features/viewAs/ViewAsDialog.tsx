/** Chooses through whose eyes to look. */
import { useState } from 'react';
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { fieldOf, useMe, useObjects } from '@/api/meta';
import { reasonOf } from '@/api/reason';
import type { Field, FieldValue } from '@/api/types';
import { kindOf } from '@/fields/registry';
import { asRef } from '@/fields/shared/show';
import { FormItem } from '@/ui/FormItem';
import { startViewAs } from './api';

export function ViewAsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const objects = useObjects();
  const [user, setUser] = useState<FieldValue>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const owner = objects.flatMap((object) => fieldOf(object, 'owner') ?? [])[0];
  if (!owner) return null;
  const { Editor } = kindOf(owner);
  const person: Field = { ...owner, name: 'person', label: t('viewAs.person') };
  const chosen = asRef(user);
  const start = async () => {
    if (!chosen || chosen.id === me.id) return setError(t('viewAs.choose'));
    setBusy(true);
    try {
      await startViewAs(chosen.id);
    } catch (cause) {
      setError(reasonOf(cause, t));
      setBusy(false);
    }
  };
  return (
    <Modal open title={t('viewAs.title')} okText={t('viewAs.start')} cancelText={t('common.cancel')} confirmLoading={busy} onCancel={onClose} onOk={() => void start()}>
      <FormItem label={t('viewAs.person')} required error={error} hint={t('viewAs.hint')}>
        {(control) => (
          <Editor
            {...control}
            field={person}
            value={user}
            onChange={(next: FieldValue) => {
              setUser(next);
              setError(undefined);
            }}
          />
        )}
      </FormItem>
    </Modal>
  );
}
