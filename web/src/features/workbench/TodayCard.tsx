/** What is to be seen to until the end of today, of every object that has a date for it, the most overdue first. */
import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CalendarCheck2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { every } from '@/api/filter';
import { useObjects } from '@/api/meta';
import { totalText } from '@/features/list/total';
import { ObjectIcon } from '@/ui/icons';
import { Answered, Card, Nothing } from './Card';
import { deadlineOf, dueFilter, dueObjects, ofScope, type Scope } from './cards';
import { Row, rowFields } from './Row';
import { rowsQuery } from './rows';
import css from './workbench.module.css';

/** Rows of all objects together. */
const SHOWN = 10;

export function TodayCard({ scope }: { scope: Scope }) {
  const { t } = useTranslation();
  const objects = dueObjects(useObjects());
  const asked = objects.map((meta) => {
    const date = deadlineOf(meta);
    const filter = every(ofScope(meta, scope), dueFilter(meta));
    return { meta, date, filter, sort: date ? [date.name] : [], fields: rowFields(meta, date) };
  });
  const found = useQueries({ queries: asked.map(rowsQuery) });
  const own = asked.map((one, at) => ({ ...one, page: found[at]?.data }));
  const rows = own
    .flatMap(({ meta, date, page }) => (page?.items ?? []).map((record) => ({ meta, date, record, due: Date.parse(String((date && record[date.name]) ?? '')) })))
    .sort((a, b) => a.due - b.due)
    .slice(0, SHOWN);
  const some = own.filter(({ page }) => (page?.total?.value ?? 0) > 0);
  return (
    <Card title={t('workbench.today')} icon={<CalendarCheck2 size={16} strokeWidth={1.75} aria-hidden />} wide>
      <Answered of={found}>
        {rows.length === 0 ? (
          <Nothing>{t('workbench.nothingDue')}</Nothing>
        ) : (
          <>
            <ul className={css.chips} aria-label={t('workbench.byObject')}>
              {some.map(({ meta, filter, sort, page }) => (
                <li key={meta.name}>
                  <Link to="/o/$object" params={{ object: meta.name }} search={{ view: 'all', filter, sort: sort.join(',') } as never} className={css.chip}>
                    <ObjectIcon name={meta.icon} size={14} />
                    {meta.plural}
                    <b>{page?.total && totalText(page.total)}</b>
                  </Link>
                </li>
              ))}
            </ul>
            <ul className={css.rows}>
              {rows.map(({ meta, date, record }) => (
                <Row key={record.id} meta={meta} date={date} record={record} />
              ))}
            </ul>
          </>
        )}
      </Answered>
    </Card>
  );
}
