/** A new password for somebody who has forgotten theirs. */
import { useState } from 'react';
import { Button, Input } from 'antd';
import { WandSparkles } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { FormItem } from '@/ui/FormItem';
import { FormModal } from '@/ui/FormModal';
import { usePeopleCalls, type User } from './api';
import { makePassword, SHORTEST } from './password';
import css from './people.module.css';

export function ResetPassword({ user, onDone, onClose }: { user: User; onDone: (password: string) => void; onClose: () => void }) {
  const { t } = useTranslation();
  const calls = usePeopleCalls();
  const [password, setPassword] = useState(makePassword);
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    if (password.length < SHORTEST) {
      setError(t('users.shortPassword', { length: SHORTEST }));
      return;
    }
    setBusy(true);
    try {
      await calls.changeUser(user.id, { password, must_change_password: true });
      onDone(password);
    } catch (cause) {
      setError(cause instanceof ApiError ? (cause.fieldMessage('password') ?? cause.message) : String(cause));
      setBusy(false);
    }
  };
  return (
    <FormModal open title={t('users.resetTitle', { name: user.name })} okText={t('users.reset')} cancelText={t('common.cancel')} confirmLoading={busy} onCancel={onClose} onOk={() => void save()}>
      <div className={css.form}>
        <p>{t('users.resetText')}</p>
        <FormItem label={t('users.newPassword')} error={error} hint={t('users.passwordHint', { length: SHORTEST })}>
          {({ id, describedBy, invalid }) => (
            <span className={css.with}>
              <Input
                id={id}
                autoComplete="off"
                spellCheck={false}
                aria-describedby={describedBy}
                status={invalid ? 'error' : undefined}
                value={password}
                onChange={(event) => {
                  setPassword(event.target.value);
                  setError(undefined);
                }}
              />
              <Button icon={<WandSparkles size={15} aria-hidden />} onClick={() => setPassword(makePassword())}>
                {t('users.makePassword')}
              </Button>
            </span>
          )}
        </FormItem>
      </div>
    </FormModal>
  );
}
