/** The sidebar: objects in groups, or the settings when one is inside them; the person at the bottom. */
import { Link, useRouterState } from '@tanstack/react-router';
import { ListChecks, Search, Settings, Upload } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { may, useMe, useObjects } from '@/api/meta';
import { openPalette } from '@/features/palette/paletteStore';
import { isMac } from '@/features/palette/useShortcut';
import { ObjectIcon } from '@/ui/icons';
import { later } from '@/ui/later';
import { navigationGroups } from './navigation';
import { UserMenu } from './UserMenu';
import css from './Sidebar.module.css';

const SettingsEntries = later(() => import('./SettingsNav').then((module) => module.SettingsEntries));

function Brand() {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <Link to="/" className={css.brand}>
      <span className={css.mark} aria-hidden>
        {t('shell.mark')}
      </span>
      <span className={css.company}>{me.company.name || t('shell.product')}</span>
    </Link>
  );
}

function SearchBox() {
  const { t } = useTranslation();
  return (
    <button type="button" className={css.search} aria-keyshortcuts="Control+K Meta+K" onClick={openPalette}>
      <Search size={15} strokeWidth={1.75} aria-hidden />
      <span className={css.text}>{t('palette.title')}</span>
      <kbd aria-hidden>{isMac ? '⌘K' : 'Ctrl K'}</kbd>
    </button>
  );
}

function ObjectEntries() {
  const { t } = useTranslation();
  const objects = useObjects();
  const importable = objects.some((object) => may(object, 'import'));
  return (
    <>
      {navigationGroups(objects).map(({ group, objects: entries }) => (
        <section key={group} aria-label={t(`shell.group.${group}`)}>
          <p className={css.group} aria-hidden>
            {t(`shell.group.${group}`)}
          </p>
          {entries.map((object) => (
            <Link key={object.name} to="/o/$object" params={{ object: object.name }} search={{}} className={css.entry}>
              <ObjectIcon name={object.icon} />
              <span className={css.text}>{object.plural}</span>
            </Link>
          ))}
        </section>
      ))}
      <section aria-label={t('shell.tools')}>
        <p className={css.group} aria-hidden>
          {t('shell.tools')}
        </p>
        {importable && (
          <Link to="/import" search={{}} className={css.entry}>
            <Upload size={16} strokeWidth={1.75} aria-hidden />
            <span className={css.text}>{t('shell.import')}</span>
          </Link>
        )}
        <Link to="/tasks" search={{}} className={css.entry}>
          <ListChecks size={16} strokeWidth={1.75} aria-hidden />
          <span className={css.text}>{t('shell.tasks')}</span>
        </Link>
        <Link to="/settings/profile" search={{}} className={css.entry}>
          <Settings size={16} strokeWidth={1.75} aria-hidden />
          <span className={css.text}>{t('shell.settings')}</span>
        </Link>
      </section>
    </>
  );
}

export function Sidebar() {
  const { t } = useTranslation();
  const inSettings = useRouterState({ select: (state) => state.location.pathname.startsWith('/settings') });
  return (
    <aside className={css.sidebar}>
      <Brand />
      <SearchBox />
      <nav className={css.nav} aria-label={t('shell.navigation')}>
        {inSettings ? <SettingsEntries /> : <ObjectEntries />}
      </nav>
      <UserMenu />
    </aside>
  );
}
