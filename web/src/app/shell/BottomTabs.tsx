/** The phone's navigation: the first objects, "new" in the middle, and everything else. */
import { useState } from 'react';
import { Drawer } from 'antd';
import { Link, useRouterState } from '@tanstack/react-router';
import { LayoutGrid, Plus, Upload } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { may, useMe, useObjects } from '@/api/meta';
import type { ObjectMeta } from '@/api/types';
import { ObjectIcon } from '@/ui/icons';
import { openCreate } from '@/features/form/createStore';
import { navigationGroups } from './navigation';
import { settingsEntries } from './settingsEntries';
import { UserMenu } from './UserMenu';
import css from './BottomTabs.module.css';

function Tab({ object }: { object: ObjectMeta }) {
  return (
    <Link to="/o/$object" params={{ object: object.name }} search={{}} className={css.tab}>
      <ObjectIcon name={object.icon} size={21} />
      <span>{object.plural}</span>
    </Link>
  );
}

function MoreSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const objects = useObjects();
  const me = useMe();
  return (
    <>
      {navigationGroups(objects).map(({ group, objects: entries }) => (
        <section key={group}>
          <p className={css.group}>{t(`shell.group.${group}`)}</p>
          <div className={css.grid}>
            {entries.map((object) => (
              <Link key={object.name} to="/o/$object" params={{ object: object.name }} search={{}} className={css.cell} onClick={onClose}>
                <ObjectIcon name={object.icon} size={21} />
                <span>{object.plural}</span>
              </Link>
            ))}
          </div>
        </section>
      ))}
      <p className={css.group}>{t('shell.settings')}</p>
      <div className={css.grid}>
        {objects.some((object) => may(object, 'import')) && (
          <Link to="/import" search={{}} className={css.cell} onClick={onClose}>
            <Upload size={21} strokeWidth={1.75} aria-hidden />
            <span>{t('shell.import')}</span>
          </Link>
        )}
        {settingsEntries(me.admin)
          .flatMap((group) => group.entries)
          .map(({ to, name, icon: Icon }) => (
            <Link key={to} to={to} search={{}} className={css.cell} onClick={onClose}>
              <Icon size={21} strokeWidth={1.75} aria-hidden />
              <span>{t(`shell.setting.${name}`)}</span>
            </Link>
          ))}
      </div>
      <UserMenu />
    </>
  );
}

export function BottomTabs() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const objects = navigationGroups(useObjects()).flatMap((group) => group.objects);
  const here = useRouterState({ select: (state) => state.location.pathname });
  const named = objects.find((object) => here.startsWith(`/o/${object.name}`));
  const creatable = [named, ...objects].find((object) => object && may(object, 'create'));
  const main = objects.slice(0, 3);
  return (
    <nav className={css.tabs} aria-label={t('shell.navigation')}>
      {main.slice(0, 2).map((object) => (
        <Tab key={object.name} object={object} />
      ))}
      {creatable && (
        <button
          type="button"
          className={css.create}
          aria-label={t('form.newOf', { name: creatable.label })}
          onClick={() => openCreate({ object: creatable.name })}
        >
          <span className={css.plus}>
            <Plus size={21} aria-hidden />
          </span>
        </button>
      )}
      {main.slice(2).map((object) => (
        <Tab key={object.name} object={object} />
      ))}
      <button type="button" className={css.tab} aria-expanded={open} onClick={() => setOpen(true)}>
        <LayoutGrid size={21} strokeWidth={1.75} aria-hidden />
        <span>{t('shell.more')}</span>
      </button>
      <Drawer open={open} onClose={() => setOpen(false)} placement="bottom" size="auto" title={t('shell.more')} classNames={{ body: css.sheet }}>
        <MoreSheet onClose={() => setOpen(false)} />
      </Drawer>
    </nav>
  );
}
