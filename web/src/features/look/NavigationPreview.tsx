/** What people see of a navigation: the sidebar, and the bar on a phone. */
import { LayoutDashboard, LayoutGrid, Plus, Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useObjects } from '@/api/meta';
import type { Arrangement } from '@/features/favourites/arrange';
import { ObjectIcon } from '@/ui/icons';
import css from './navigation.module.css';

export function NavigationPreview({ draft }: { draft: Arrangement }) {
  const { t } = useTranslation();
  const objects = useObjects();
  const of = (name: string) => objects.find((object) => object.name === name);
  const groups = draft.groups
    .map(({ id, items }) => ({ id, shown: items.filter((name) => !draft.hidden.includes(name)).flatMap((name) => of(name) ?? []) }))
    .filter(({ shown }) => shown.length > 0);
  const first = groups[0]?.shown[0];
  return (
    <section className={css.preview} aria-label={t('navigation.preview')}>
      <h2 className={css.heading}>{t('navigation.sidebar')}</h2>
      <div className={css.side}>
        <p className={css.entry}>
          <LayoutDashboard size={16} strokeWidth={1.75} aria-hidden />
          {t('shell.home')}
        </p>
        {groups.map(({ id, shown }) => (
          <div key={id}>
            <p className={css.group}>{t(`shell.group.${id}`)}</p>
            {shown.map((object) => (
              <p key={object.name} className={css.entry}>
                <ObjectIcon name={object.icon} />
                {object.plural}
              </p>
            ))}
          </div>
        ))}
      </div>
      <h2 className={css.heading}>{t('navigation.phone')}</h2>
      <div className={css.tabs}>
        <p>
          <LayoutDashboard size={19} strokeWidth={1.75} aria-hidden />
          {t('shell.home')}
        </p>
        {first && (
          <p>
            <ObjectIcon name={first.icon} size={19} />
            {first.plural}
          </p>
        )}
        <p>
          <Plus size={19} aria-hidden />
          {t('navigation.new')}
        </p>
        <p>
          <Search size={19} strokeWidth={1.75} aria-hidden />
          {t('shell.search')}
        </p>
        <p>
          <LayoutGrid size={19} strokeWidth={1.75} aria-hidden />
          {t('shell.more')}
        </p>
      </div>
    </section>
  );
}
