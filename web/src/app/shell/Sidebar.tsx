/** The sidebar: objects in groups, or the settings when one is inside them; the person at the bottom. */
import { Link, useRouterState } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/meta';
import { openPalette } from '@/features/palette/paletteStore';
import { isMac } from '@/ui/useKeys';
import { later } from '@/ui/later';
import { useLook } from '@/ui/look';
import { Mark } from '@/ui/Mark';
import { Bell, ObjectEntries } from './parts';
import { UserMenu } from './UserMenu';
import css from './Sidebar.module.css';

const SettingsEntries = later(() => import('./SettingsNav').then((module) => module.SettingsEntries));

function Brand() {
  const { t } = useTranslation();
  const me = useMe();
  const look = useLook();
  return (
    <Link to="/" className={css.brand}>
      <Mark className={css.mark} />
      <span className={css.company}>{look.product || me.company.name || t('shell.product')}</span>
    </Link>
  );
}

function SearchBox() {
  const { t } = useTranslation();
  return (
    <button type="button" className={css.search} aria-keyshortcuts="Control+K Meta+K" onClick={openPalette}>
      <Search size={15} strokeWidth={1.75} aria-hidden />
      <span className={css.text}>{t('shell.search')}</span>
      <kbd aria-hidden>{isMac ? '⌘K' : 'Ctrl K'}</kbd>
    </button>
  );
}

export function Sidebar() {
  const { t } = useTranslation();
  const inSettings = useRouterState({ select: (state) => state.location.pathname.startsWith('/settings') });
  return (
    <aside className={css.sidebar}>
      <div className={css.top}>
        <Brand />
        <Bell />
      </div>
      <SearchBox />
      <nav className={css.nav} aria-label={t('shell.navigation')}>
        {inSettings ? <SettingsEntries /> : <ObjectEntries />}
      </nav>
      <UserMenu />
    </aside>
  );
}
