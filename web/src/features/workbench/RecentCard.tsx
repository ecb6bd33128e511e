/** What was opened last in this browser. */
import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { History } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMe, useObjects } from '@/api/meta';
import { recentsQuery } from '@/features/palette/api';
import { recentsOf } from '@/features/palette/recents';
import { ObjectIcon } from '@/ui/icons';
import { Answered, Card, Nothing } from './Card';
import css from './workbench.module.css';

export function RecentCard() {
  const { t } = useTranslation();
  const me = useMe();
  const objects = useObjects();
  const [opened] = useState(() => recentsOf(me.id));
  const query = useQuery(recentsQuery(opened, objects));
  const rows = query.data ?? [];
  return (
    <Card title={t('workbench.recent')} icon={<History size={16} strokeWidth={1.75} aria-hidden />}>
      <Answered of={opened.length > 0 ? [query] : []}>
        {rows.length === 0 ? (
          <Nothing>{t('workbench.nothingRecent')}</Nothing>
        ) : (
          <ul className={css.rows}>
            {rows.map((one) => {
              const meta = objects.find((object) => object.name === one.object);
              return (
                <li key={one.id} className={css.row}>
                  <Link to="/o/$object/$id" params={{ object: one.object, id: one.id }} search={{}} className={css.link}>
                    <ObjectIcon name={meta?.icon ?? ''} size={15} />
                    <span className={css.words}>
                      <span className={css.name}>{one.name}</span>
                      <span className={css.second}>{meta?.label}</span>
                    </span>
                  </Link>
                </li>
              );
            })}
          </ul>
        )}
      </Answered>
    </Card>
  );
}
