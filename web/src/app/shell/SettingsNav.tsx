/** The pages of the settings in the sidebar, and the way back. */
import { Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMe, useObjects } from '@/api/meta';
import { settingsEntries } from './settingsEntries';
import css from './Sidebar.module.css';

export function SettingsEntries() {
  const { t } = useTranslation();
  const me = useMe();
  const objects = useObjects();
  return (
    <>
      <Link to="/" className={css.entry}>
        <ArrowLeft size={16} strokeWidth={1.75} aria-hidden />
        <span className={css.text}>{t('shell.back')}</span>
      </Link>
      {settingsEntries(me, objects).map(({ group, entries }) => (
        <section key={group} aria-label={t(`shell.settingsGroup.${group}`)}>
          <p className={css.group} aria-hidden>
            {t(`shell.settingsGroup.${group}`)}
          </p>
          {entries.map(({ to, name, icon: Icon }) => (
            <Link key={to} to={to} search={{}} className={css.entry}>
              <Icon size={16} strokeWidth={1.75} aria-hidden />
              <span className={css.text}>{t(`shell.setting.${name}`)}</span>
            </Link>
          ))}
        </section>
      ))}
    </>
  );
}
