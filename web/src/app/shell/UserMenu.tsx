/** Name, language, theme and sign-out at the foot of the sidebar. */
import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { Check, CircleHelp, Eye, Keyboard, Languages, ListOrdered, LogOut, Monitor, Moon, Sun, UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/meta';
import { api } from '@/api/client';
import { currentLocale } from '@/i18n';
import type { ThemeChoice } from '@/api/types';
import { Avatar } from '@/ui/Avatar';
import { Dropdown, type MenuItem } from '@/ui/Dropdown';
import { IconButton } from '@/ui/IconButton';
import { later } from '@/ui/later';
import { loadTexts } from '@/i18n/texts';
import { sectionFor } from '@/features/help/places';
import { openKeyMap } from '@/features/keys/store';
import { useIsPhone } from '@/ui/media';
import { useThemeChoice } from '../theme';
import { forgetProfile } from '../profile';
import { chooseLocale, chooseTheme } from '../preferences';
import css from './UserMenu.module.css';

const ViewAsDialog = later(async () => {
  const [module] = await Promise.all([import('@/features/viewAs/ViewAsDialog'), loadTexts(['viewAs'])]);
  return module.ViewAsDialog;
});

const ArrangeDialog = later(async () => {
  const [module] = await Promise.all([import('@/features/favourites/ArrangeDialog'), loadTexts(['atHand', 'designer'])]);
  return module.ArrangeDialog;
});

const themeIcons = { auto: Monitor, light: Sun, dark: Moon } as const;
const themes: ThemeChoice[] = ['auto', 'light', 'dark'];

/** Ends the session here and on the server, and forgets everything that was read. */
function useSignOut() {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    await api.delete('/session').catch(() => undefined);
    forgetProfile();
    queryClient.clear();
    await navigate({ to: '/signin', search: {} });
  };
}

export function UserMenu() {
  const { t } = useTranslation();
  const me = useMe();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const [choosing, setChoosing] = useState(false);
  const [arranging, setArranging] = useState(false);
  const { pathname } = useLocation();
  const phone = useIsPhone();
  const theme = useThemeChoice();
  const locale = currentLocale();
  const other = locale === 'zh-CN' ? 'en' : 'zh-CN';
  const ThemeIcon = themeIcons[theme];

  const account: MenuItem[] = [
    { key: 'profile', icon: <UserRound size={15} />, label: t('shell.setting.profile'), onClick: () => navigate({ to: '/settings/profile', search: {} }) },
    ...(me.viewing ? [] : [{ key: 'arrange', icon: <ListOrdered size={15} />, label: t('shell.arrange'), onClick: () => setArranging(true) }]),
    ...(me.view_as ? [{ key: 'viewAs', icon: <Eye size={15} />, label: t('shell.viewAs'), onClick: () => setChoosing(true) }] : []),
    { key: 'help', icon: <CircleHelp size={15} />, label: t('shell.help'), onClick: () => navigate({ to: '/help', hash: sectionFor(pathname), search: {} }) },
    ...(phone ? [] : [{ key: 'keys', icon: <Keyboard size={15} />, label: t('shell.keys'), extra: '?', onClick: openKeyMap }]),
    { type: 'divider' },
    { key: 'out', icon: <LogOut size={15} />, label: t('shell.signOut'), onClick: signOut },
  ];
  const themeItems: MenuItem[] = themes.map((name) => {
    const Icon = themeIcons[name];
    return {
      key: name,
      icon: <Icon size={15} />,
      label: t(`shell.theme.${name}`),
      extra: name === theme ? <Check size={14} /> : null,
      onClick: () => chooseTheme(queryClient, name),
    };
  });

  return (
    <div className={css.row}>
      <Dropdown menu={{ items: account }} placement="topLeft">
        <button type="button" className={css.person}>
          <Avatar name={me.name} seed={me.id} size={24} />
          <span className={css.name}>{me.name}</span>
        </button>
      </Dropdown>
      <IconButton label={t('shell.otherLanguage')} onClick={() => chooseLocale(queryClient, other)}>
        <Languages size={16} strokeWidth={1.75} aria-hidden />
      </IconButton>
      <Dropdown menu={{ items: themeItems, selectedKeys: [theme] }} placement="topRight">
        <IconButton label={t('shell.themeNow', { name: t(`shell.theme.${theme}`) })}>
          <ThemeIcon size={16} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </Dropdown>
      {arranging && <ArrangeDialog onClose={() => setArranging(false)} />}
      {choosing && <ViewAsDialog onClose={() => setChoosing(false)} />}
    </div>
  );
}
