/** The sidebar outside the settings: what is kept at hand, objects in groups, tools. */
import { Link } from '@tanstack/react-router';
import { LayoutDashboard, ListChecks, Settings, Upload } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { may, useObjects } from '@/api/meta';
import { FavouriteEntries } from '@/features/favourites/FavouriteEntries';
import { ObjectIcon } from '@/ui/icons';
import { useNavigation } from './navigation';
import css from './Sidebar.module.css';

export function ObjectEntries() {
  const { t } = useTranslation();
  const objects = useObjects();
  const groups = useNavigation();
  const importable = objects.some((object) => may(object, 'import'));
  return (
    <>
      <Link to="/" search={{}} activeOptions={{ exact: true }} className={css.entry}>
        <LayoutDashboard size={16} strokeWidth={1.75} aria-hidden />
        <span className={css.text}>{t('shell.home')}</span>
      </Link>
      <FavouriteEntries />
      {groups.map(({ group, objects: entries }) => (
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
