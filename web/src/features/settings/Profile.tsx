/** What a person sets for themselves: name, language, zone, appearance, password. */
import { useMemo, useState, type ReactNode } from 'react';
import { Button, Input, Select } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ApiError } from '@/api/client';
import { useMe } from '@/api/meta';
import { keys } from '@/api/queries';
import type { Locale, Me, ThemeChoice } from '@/api/types';
import { setCaller } from '@/api/caller';
import { chooseLocale, chooseTheme } from '@/app/preferences';
import { useThemeChoice } from '@/app/theme';
import { SHORTEST } from '@/features/users/password';
import { currentLocale, LOCALES } from '@/i18n';
import { Avatar } from '@/ui/Avatar';
import { FormItem } from '@/ui/FormItem';
import { PasswordInput } from '@/ui/PasswordInput';
import { Segmented } from '@/ui/Segmented';
import { Sheet } from '@/ui/Sheet';
import { Tag } from '@/ui/Tag';
import { toast } from '@/ui/toast';
import { useTitle } from '@/ui/useTitle';
import css from './Profile.module.css';

const THEMES: ThemeChoice[] = ['auto', 'light', 'dark'];

export function Profile() {
  const { t } = useTranslation();
  useTitle(t('shell.setting.profile'));
  const me = useMe();
  const queryClient = useQueryClient();
  const theme = useThemeChoice();
  return (
    <Sheet title={t('shell.setting.profile')} narrow>
      <header className={css.head}>
        <Avatar name={me.name} seed={me.id} size={48} />
        <div>
          <p className={css.name}>{me.name}</p>
          <p className={css.meta}>
            {me.login}
            {me.department && ` · ${me.department.name}`}
          </p>
        </div>
        <span className={css.roles}>
          {me.roles.map((role) => (
            <Tag key={role.id}>{role.name}</Tag>
          ))}
        </span>
      </header>
      <Block title={t('settings.personal')}>
        <NameForm me={me} />
      </Block>
      <Block title={t('settings.display')} hint={t('settings.displayHint')}>
        <FormItem group label={t('settings.language')}>
          {() => (
            <span>
              <Segmented<Locale>
                label={t('settings.language')}
                value={currentLocale()}
                options={LOCALES.map((value) => ({ value, label: t(`signin.languages.${value}`) }))}
                onChange={(locale) => void chooseLocale(queryClient, locale)}
              />
            </span>
          )}
        </FormItem>
        <FormItem group label={t('settings.theme')}>
          {() => (
            <span>
              <Segmented<ThemeChoice>
                label={t('settings.theme')}
                value={theme}
                options={THEMES.map((value) => ({ value, label: t(`shell.theme.${value}`) }))}
                onChange={(next) => void chooseTheme(queryClient, next)}
              />
            </span>
          )}
        </FormItem>
        <ZoneForm me={me} />
      </Block>
      <Block title={t('settings.changePassword')} hint={t('settings.passwordHint')}>
        <PasswordForm login={me.login} />
      </Block>
    </Sheet>
  );
}

function Block({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <section className={css.block}>
      <div>
        <h2 className={css.title}>{title}</h2>
        {hint && <p className={css.hint}>{hint}</p>}
      </div>
      <div className={css.fields}>{children}</div>
    </section>
  );
}

function useSaveMe() {
  const queryClient = useQueryClient();
  return async (change: Record<string, unknown>) => {
    const me = await api.patch<Me>('/me', change);
    queryClient.setQueryData(keys.me, me);
    setCaller(me);
    return me;
  };
}

const messageOf = (error: unknown) => (error instanceof ApiError ? error.message : String(error));

function NameForm({ me }: { me: Me }) {
  const { t } = useTranslation();
  const save = useSaveMe();
  const [name, setName] = useState(me.name);
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submit = async () => {
    if (!name.trim()) {
      setError(t('users.needName'));
      return;
    }
    setBusy(true);
    try {
      await save({ name: name.trim() });
      toast({ text: t('settings.profileSaved') });
    } catch (cause) {
      setError(messageOf(cause));
    }
    setBusy(false);
  };
  return (
    <FormItem label={t('users.name')} error={error}>
      {({ id, describedBy, invalid }) => (
        <span className={css.inline}>
          <Input
            id={id}
            maxLength={100}
            aria-describedby={describedBy}
            status={invalid ? 'error' : undefined}
            value={name}
            onPressEnter={(event) => !event.nativeEvent.isComposing && name.trim() !== me.name && void submit()}
            onChange={(event) => {
              setName(event.target.value);
              setError(undefined);
            }}
          />
          {name.trim() !== me.name && (
            <Button type="primary" loading={busy} onClick={() => void submit()}>
              {t('common.save')}
            </Button>
          )}
        </span>
      )}
    </FormItem>
  );
}

function ZoneForm({ me }: { me: Me }) {
  const { t } = useTranslation();
  const save = useSaveMe();
  const [error, setError] = useState<string>();
  const zones = useMemo(() => {
    const known = typeof Intl.supportedValuesOf === 'function' ? Intl.supportedValuesOf('timeZone') : [];
    return [...new Set([me.zone, me.company.zone, ...known])];
  }, [me.zone, me.company.zone]);
  return (
    <FormItem label={t('settings.zone')} error={error} hint={t('settings.zoneHint', { now: clockIn(me.zone) })}>
      {({ id, describedBy }) => (
        <Select
          id={id}
          className={css.zone}
          aria-describedby={describedBy}
          showSearch
          value={me.zone}
          options={zones.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
          onChange={(zone: string) => {
            save({ zone }).then(
              () => setError(undefined),
              (cause) => setError(messageOf(cause)),
            );
          }}
        />
      )}
    </FormItem>
  );
}

function clockIn(zone: string): string {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format();
  } catch {
    return '';
  }
}

function PasswordForm({ login }: { login: string }) {
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
    } catch (cause) {
      const problem = cause instanceof ApiError ? cause : null;
      const fresh = problem?.fieldMessage('password.new') ?? problem?.fieldMessage('new');
      setErrors(fresh ? { fresh } : { old: problem?.fieldMessage('password.old') ?? problem?.fieldMessage('old') ?? messageOf(cause) });
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
