/** A new password of one's own; the old one is asked for. */
import { useState } from 'react';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { reasonOf } from '@/api/reason';
import { SHORTEST } from '@/features/users/password';
import { FormItem } from '@/ui/FormItem';
import { PasswordInput } from '@/ui/PasswordInput';
import { toast } from '@/ui/toast';
import { useSaveMe } from './saveMe';
import css from './Profile.module.css';

export function PasswordForm({ login, onDone }: { login: string; onDone?: () => void }) {
  const { t } = useTranslation();
  const save = useSaveMe();
  const [draft, setDraft] = useState({ old: '', fresh: '', again: '' });
  const [errors, setErrors] = useState<Partial<Record<keyof typeof draft, string>>>({});
  const [busy, setBusy] = useState(false);
  const submit = async () => {
    const found: typeof errors = {};
    if (!draft.old) found.old = t('settings.needOld');
    if (draft.fresh.length < SHORTEST) found.fresh = t('users.shortPassword', { length: SHORTEST });
    else if (draft.fresh !== draft.again) found.again = t('settings.notTheSame');
    setErrors(found);
    if (Object.keys(found).length) return;
    setBusy(true);
    try {
      await save({ password: { old: draft.old, new: draft.fresh } });
      setDraft({ old: '', fresh: '', again: '' });
      toast({ text: t('settings.passwordChanged') });
      onDone?.();
    } catch (cause) {
      const problem = cause instanceof ApiError ? cause : null;
      const fresh = problem?.fieldMessage('password.new') ?? problem?.fieldMessage('new');
      setErrors(fresh ? { fresh } : { old: problem?.fieldMessage('password.old') ?? problem?.fieldMessage('old') ?? reasonOf(cause, t) });
    }
    setBusy(false);
  };
  return (
    <form
      className={css.fields}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <input type="text" name="username" autoComplete="username" value={login} readOnly hidden />
      {(['old', 'fresh', 'again'] as const).map((name) => (
        <FormItem key={name} label={t(`settings.password.${name}`)} error={errors[name]} hint={name === 'fresh' ? t('users.passwordHint', { length: SHORTEST }) : undefined}>
          {({ id, describedBy, invalid }) => (
            <PasswordInput
              id={id}
              autoComplete={name === 'old' ? 'current-password' : 'new-password'}
              aria-describedby={describedBy}
              aria-invalid={invalid || undefined}
              status={invalid ? 'error' : undefined}
              value={draft[name]}
              onChange={(event) => {
                setDraft({ ...draft, [name]: event.target.value });
                setErrors({ ...errors, [name]: undefined });
              }}
            />
          )}
        </FormItem>
      ))}
      <div>
        <Button htmlType="submit" loading={busy}>
          {t('settings.changePassword')}
        </Button>
      </div>
    </form>
  );
}
