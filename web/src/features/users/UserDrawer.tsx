/** A person: new, or changed. */
import { useState } from 'react';
import { Button, Drawer, Input, Select } from 'antd';
import { WandSparkles } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { FormItem } from '@/ui/FormItem';
import { useIsPhone } from '@/ui/media';
import { Notice } from '@/ui/Notice';
import { PasswordInput } from '@/ui/PasswordInput';
import { ManySelect } from '@/ui/ManySelect';
import { usePeopleCalls, type Department, type Role, type User, type UserChange } from './api';
import { DepartmentSelect } from './DepartmentSelect';
import { makePassword, SHORTEST } from './password';
import css from './people.module.css';

export interface UserDrawerProps {
  user?: User;
  users: User[];
  departments: Department[];
  roles: Role[];
  /** Where a new person starts. */
  department: string | null;
  onSaved: (user: User, password: string | null) => void;
  onClose: () => void;
}

interface Draft {
  login: string;
  name: string;
  password: string;
  email: string;
  mobile: string;
  department: string | null;
  post: string;
  superior: string | null;
  roles: string[];
}

export function UserDrawer({ user, users, departments, roles, department, onSaved, onClose }: UserDrawerProps) {
  const { t } = useTranslation();
  const phone = useIsPhone();
  const calls = usePeopleCalls();
  const [draft, setDraft] = useState<Draft>(() => ({
    login: user?.login ?? '',
    name: user?.name ?? '',
    password: '',
    email: user?.email ?? '',
    mobile: user?.mobile ?? '',
    department: user ? (user.department?.id ?? null) : department,
    post: user?.post ?? '',
    superior: user?.superior?.id ?? null,
    roles: user?.roles.map((role) => role.id) ?? [],
  }));
  const [touched, setTouched] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [refusal, setRefusal] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const change = (part: Partial<Draft>) => {
    setTouched(true);
    setDraft((before) => ({ ...before, ...part }));
    setErrors((before) => Object.fromEntries(Object.entries(before).filter(([key]) => !(key in part))));
  };

  const save = async () => {
    const found: Record<string, string> = {};
    if (!draft.name.trim()) found.name = t('users.needName');
    if (!draft.login.trim()) found.login = t('users.needLogin');
    if (!user && draft.password.length < SHORTEST) found.password = t('users.shortPassword', { length: SHORTEST });
    if (!draft.roles.length) found.roles = t('users.needRole');
    setErrors(found);
    setRefusal(null);
    if (Object.keys(found).length) return;
    const body: UserChange = {
      login: draft.login.trim(),
      name: draft.name.trim(),
      email: draft.email.trim() || null,
      mobile: draft.mobile.trim() || null,
      department: draft.department,
      // A company made before there were positions has them after an upgrade of its pack.
      ...(draft.post.trim() !== (user?.post ?? '') && { post: draft.post.trim() || null }),
      superior: draft.superior,
      roles: draft.roles,
    };
    setBusy(true);
    try {
      const saved = user ? await calls.changeUser(user.id, body) : await calls.createUser({ ...body, password: draft.password, must_change_password: true });
      onSaved(saved, user ? null : draft.password);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setRefusal(error);
      setErrors(Object.fromEntries(error.errors.map((one) => [one.field, one.message])));
      setBusy(false);
    }
  };

  return (
    <Drawer
      open
      onClose={onClose}
      // A press beside the drawer must not throw away what was typed.
      mask={{ closable: !touched }}
      keyboard={!touched}
      size={phone ? '92%' : 480}
      placement={phone ? 'bottom' : 'right'}
      title={user ? t('users.editUser', { name: user.name }) : t('users.newUser')}
      footer={
        <div className={css.footer}>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="primary" loading={busy} onClick={() => void save()}>
            {user ? t('common.save') : t('users.create')}
          </Button>
        </div>
      }
    >
      <div className={css.form}>
        {refusal && (
          <Notice tone="bad" alert title={refusal.code === 'offline' ? t('errors.offline') : refusal.message}>
            {refusal.code === 'offline' && t('errors.offlineHint')}
          </Notice>
        )}
        <Text name="name" label={t('users.name')} required draft={draft} errors={errors} onChange={change} autoFocus={!user} />
        <Text name="login" label={t('users.login')} required hint={t('users.loginHint')} draft={draft} errors={errors} onChange={change} />
        {!user && (
          <FormItem label={t('users.password')} required error={errors.password} hint={t('users.passwordHint', { length: SHORTEST })}>
            {({ id, describedBy, invalid }) => (
              <span className={css.with}>
                <PasswordInput
                  id={id}
                  autoComplete="new-password"
                  aria-describedby={describedBy}
                  status={invalid ? 'error' : undefined}
                  value={draft.password}
                  onChange={(event) => change({ password: event.target.value })}
                />
                <Button icon={<WandSparkles size={15} aria-hidden />} onClick={() => change({ password: makePassword() })}>
                  {t('users.makePassword')}
                </Button>
              </span>
            )}
          </FormItem>
        )}
        <FormItem label={t('users.roles')} required error={errors.roles}>
          {({ id, describedBy, invalid }) => (
            <ManySelect
              id={id}
              aria-describedby={describedBy}
              status={invalid ? 'error' : undefined}
              placeholder={t('fields.choose')}
              showSearch={{ optionFilterProp: 'label' }}
              value={draft.roles}
              options={roles.map((role) => ({ value: role.id, label: role.name }))}
              onChange={(next: string[]) => change({ roles: next })}
            />
          )}
        </FormItem>
        <FormItem label={t('users.department')} error={errors.department}>
          {({ id }) => <DepartmentSelect id={id} departments={departments} value={draft.department} placeholder={t('common.none')} onChange={(next) => change({ department: next })} />}
        </FormItem>
        <Text name="post" label={t('users.post')} draft={draft} errors={errors} onChange={change} />
        <FormItem label={t('users.superior')} hint={t('users.superiorHint')} error={errors.superior}>
          {({ id, describedBy }) => (
            <Select
              id={id}
              allowClear={{ label: t('common.clear') }}
              aria-describedby={describedBy}
              placeholder={t('common.none')}
              showSearch={{ optionFilterProp: 'label' }}
              value={draft.superior ?? undefined}
              options={users.filter((one) => one.id !== user?.id && (one.active || one.id === draft.superior)).map((one) => ({ value: one.id, label: one.name }))}
              onChange={(next?: string) => change({ superior: next ?? null })}
            />
          )}
        </FormItem>
        <Text name="mobile" label={t('users.mobile')} draft={draft} errors={errors} onChange={change} />
        <Text name="email" label={t('users.email')} draft={draft} errors={errors} onChange={change} />
      </div>
    </Drawer>
  );
}

interface TextProps {
  name: 'name' | 'login' | 'post' | 'mobile' | 'email';
  label: string;
  required?: boolean;
  hint?: string;
  draft: Draft;
  errors: Record<string, string>;
  autoFocus?: boolean;
  onChange: (part: Partial<Draft>) => void;
}

function Text({ name, label, required, hint, draft, errors, autoFocus, onChange }: TextProps) {
  return (
    <FormItem label={label} required={required} hint={hint} error={errors[name]}>
      {({ id, describedBy, invalid }) => (
        <Input
          id={id}
          autoFocus={autoFocus}
          autoComplete="off"
          inputMode={name === 'mobile' ? 'tel' : name === 'email' ? 'email' : undefined}
          autoCapitalize="none"
          spellCheck={false}
          aria-describedby={describedBy}
          status={invalid ? 'error' : undefined}
          maxLength={100}
          value={draft[name]}
          onChange={(event) => onChange({ [name]: event.target.value })}
        />
      )}
    </FormItem>
  );
}
