/** The first records of a saved view, in its order. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ObjectMeta } from '@/api/types';
import { totalText } from '@/features/list/total';
import { viewsQuery, type SavedView } from '@/features/views/api';
import { ObjectIcon } from '@/ui/icons';
import { Answered, Card, Nothing } from './Card';
import { deadlineOf } from './cards';
import { Row, rowFields } from './Row';
import { rowsQuery } from './rows';
import css from './workbench.module.css';

function ViewRows({ meta, view }: { meta: ObjectMeta; view: SavedView }) {
  const { t } = useTranslation();
  const date = deadlineOf(meta);
  const query = useQuery(rowsQuery({ meta, filter: view.filter, sort: view.sort, fields: rowFields(meta, date) }));
  const all = (
    <Link to="/o/$object" params={{ object: meta.name }} search={{ view: view.id }} className={css.all}>
      {t('workbench.all')}
    </Link>
  );
  return (
    <Card title={view.name} icon={<ObjectIcon name={meta.icon} size={16} />} meta={query.data?.total && totalText(query.data.total)} actions={all}>
      <Answered of={[query]}>
        {query.data?.items.length === 0 ? (
          <Nothing>{t('workbench.noneOf', { name: meta.plural })}</Nothing>
        ) : (
          <ul className={css.rows}>
            {query.data?.items.map((record) => (
              <Row key={record.id} meta={meta} record={record} date={date} />
            ))}
          </ul>
        )}
      </Answered>
    </Card>
  );
}

/** A view that is gone or was withdrawn leaves no card. */
export function ViewCard({ meta, id }: { meta: ObjectMeta; id: string }) {
  const { t } = useTranslation();
  const views = useQuery(viewsQuery(meta.name));
  const view = views.data?.items.find((one) => one.id === id && !one.problem);
  if (view) return <ViewRows meta={meta} view={view} />;
  if (views.data) return null;
  return (
    <Card title={t('workbench.view')} icon={<ObjectIcon name={meta.icon} size={16} />}>
      <Answered of={[views]}>{null}</Answered>
    </Card>
  );
}
