/** What a person sets for themselves: name, language, zone, appearance, password. */
import { useState } from 'react';
import { Button, Input } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/meta';
import { reasonOf } from '@/api/reason';
import type { Locale, Me, ThemeChoice } from '@/api/types';
import { chooseLocale, chooseTheme } from '@/app/preferences';
import { useThemeChoice } from '@/app/theme';
import { currentLocale, LOCALES } from '@/i18n';
import { Avatar } from '@/ui/Avatar';
import { Block } from '@/ui/Block';
import { FormItem } from '@/ui/FormItem';
import { later } from '@/ui/later';
import { LinkButton } from '@/ui/LinkButton';
import { Segmented } from '@/ui/Segmented';
import { Sheet } from '@/ui/Sheet';
import { Tag } from '@/ui/Tag';
import { toast } from '@/ui/toast';
import { useTitle } from '@/ui/useTitle';
import { PasswordForm } from './PasswordForm';
import { useSaveMe } from './saveMe';
import css from './Profile.module.css';

// The list of all zones brings much along that the rest of the page doesn't need.
const ZoneForm = later(() => import('./ZoneForm').then((module) => module.ZoneForm), <div className={css.zoneWait} />);

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
                options={LOCALES.map((value) => ({ value, label: t(`common.languages.${value}`) }))}
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
      <Block title={t('settings.notices')} hint={t('settings.noticesHint')}>
        <div>
          <LinkButton to="/notifications" search={{}}>
            {t('settings.noticesOpen')}
          </LinkButton>
        </div>
      </Block>
      <Block title={t('settings.changePassword')} hint={t('settings.passwordHint')}>
        <PasswordForm login={me.login} />
      </Block>
    </Sheet>
  );
}

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
      setError(reasonOf(cause, t));
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
