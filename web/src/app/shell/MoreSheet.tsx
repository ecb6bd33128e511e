/** Everything that has no tab of its own, rising from the bottom on a phone. */
import { Drawer } from 'antd';
import { Link } from '@tanstack/react-router';
import { Bell, ListChecks, Megaphone, Target, Upload } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { may, useMe, useObjects } from '@/api/meta';
import { AtHand } from '@/features/favourites/AtHand';
import { ObjectIcon } from '@/ui/icons';
import { useNavigation } from './navigation';
import { settingsEntries } from './settingsEntries';
import { Badge } from './parts';
import { UserMenu } from './UserMenu';
import css from './BottomTabs.module.css';

export default function MoreSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const objects = useObjects();
  const me = useMe();
  const groups = useNavigation();
  return (
    <Drawer open onClose={onClose} placement="bottom" size="auto" title={t('shell.more')} classNames={{ body: css.sheet }} styles={{ section: { maxHeight: '92dvh' } }}>
      <div className={css.grid}>
        <Link to="/notifications" search={{}} className={css.cell} onClick={onClose}>
          <span className={css.counted}>
            <Bell size={21} strokeWidth={1.75} aria-hidden />
            <Badge />
          </span>
          <span>{t('shell.notices')}</span>
        </Link>
        <Link to="/announcements" search={{}} className={css.cell} onClick={onClose}>
          <Megaphone size={21} strokeWidth={1.75} aria-hidden />
          <span>{t('shell.announcements')}</span>
        </Link>
        <Link to="/goals" search={{}} className={css.cell} onClick={onClose}>
          <Target size={21} strokeWidth={1.75} aria-hidden />
          <span>{t('shell.goals')}</span>
        </Link>
      </div>
      <AtHand onOpen={onClose} />
      {groups.map(({ group, objects: entries }) => (
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
        <Link to="/tasks" search={{}} className={css.cell} onClick={onClose}>
          <ListChecks size={21} strokeWidth={1.75} aria-hidden />
          <span>{t('shell.tasks')}</span>
        </Link>
        {settingsEntries(me, objects)
          .flatMap((group) => group.entries)
          .map(({ to, name, icon: Icon }) => (
            <Link key={to} to={to} search={{}} className={css.cell} onClick={onClose}>
              <Icon size={21} strokeWidth={1.75} aria-hidden />
              <span>{t(`shell.setting.${name}`)}</span>
            </Link>
          ))}
      </div>
      <UserMenu />
    </Drawer>
  );
}
