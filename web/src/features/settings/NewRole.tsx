/** A new role begins with its name. */
import { useState } from 'react';
import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { usePeopleCalls } from '@/features/users/api';
import { FormItem } from '@/ui/FormItem';
import { FormModal } from '@/ui/FormModal';

export function NewRole({ onClose, onCreated }: { onClose: () => void; onCreated: (id: string) => void }) {
  const { t } = useTranslation();
  const calls = usePeopleCalls();
  const [name, setName] = useState('');
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    if (!name.trim()) {
      setError(t('settings.needRoleName'));
      return;
    }
    setBusy(true);
    try {
      onCreated((await calls.createRole({ name: name.trim() })).id);
    } catch (cause) {
      setError(cause instanceof ApiError ? (cause.fieldMessage('name') ?? cause.message) : String(cause));
      setBusy(false);
    }
  };
  return (
    <FormModal open title={t('settings.newRole')} okText={t('settings.createRole')} cancelText={t('common.cancel')} confirmLoading={busy} onCancel={onClose} onOk={() => void save()}>
      <FormItem label={t('settings.roleName')} required error={error} hint={t('settings.newRoleHint')}>
        {({ id, describedBy, invalid }) => (
          <Input
            id={id}
            autoFocus
            maxLength={60}
            aria-describedby={describedBy}
            status={invalid ? 'error' : undefined}
            value={name}
            onPressEnter={(event) => !event.nativeEvent.isComposing && void save()}
            onChange={(event) => {
              setName(event.target.value);
              setError(undefined);
            }}
          />
        )}
      </FormItem>
    </FormModal>
  );
}
