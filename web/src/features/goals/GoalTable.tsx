/** All who have an amount: departments as they stand below each other, then people by how far they are. */
import { useTranslation } from 'react-i18next';
import { useFormatContext } from '@/fields/context';
import type { GoalProgress, GoalRow } from './api';
import { exactOf, percentOf, shortOf } from './figures';
import { GoalBar } from './GoalBar';
import { Reached, useNameOf } from './Reached';
import css from './Goals.module.css';

function One({ goal, row }: { goal: GoalProgress; row: GoalRow }) {
  const { t } = useTranslation();
  const context = useFormatContext();
  const nameOf = useNameOf();
  return (
    <tr data-own={row.own || undefined} data-party={row.party}>
      <td className={css.rank}>{row.rank}</td>
      <th scope="row" className={css.name}>
        <span style={{ paddingInlineStart: row.party === 'person' ? 0 : row.depth * 16 }}>
          {nameOf(row)}
          {row.own && <em className={css.me}>{t('goals.me')}</em>}
          {row.department && <small>{row.department}</small>}
        </span>
        <span className={css.narrow}>
          <GoalBar goal={goal} row={row} />
        </span>
      </th>
      <td className={css.picture}>
        <GoalBar goal={goal} row={row} />
      </td>
      <td className={css.number}>{percentOf(row)}</td>
      <td className={css.number}>
        <Reached goal={goal} row={row} />
        <small className={css.narrow}>/ {shortOf(goal, row.target, context)}</small>
      </td>
      <td className={css.number} data-wide title={exactOf(goal, row.target)}>
        {shortOf(goal, row.target, context)}
      </td>
      <td className={css.number} data-wide title={exactOf(goal, row.missing)}>
        {shortOf(goal, row.missing, context)}
      </td>
    </tr>
  );
}

export function GoalTable({ goal }: { goal: GoalProgress }) {
  const { t } = useTranslation();
  const groups = [goal.rows.filter((row) => row.party !== 'person'), goal.rows.filter((row) => row.party === 'person')];
  return (
    <>
      <table className={css.table} aria-label={t('goals.ranking', { name: goal.name })}>
        <thead>
          <tr>
            <th scope="col" className={css.rank}>{t('goals.rank')}</th>
            <th scope="col" className={css.name}>{t('goals.who')}</th>
            <th scope="col" className={css.picture}>{t('goals.progress')}</th>
            <th scope="col" className={css.number}>{t('goals.percent')}</th>
            <th scope="col" className={css.number}>{t('goals.reached')}</th>
            <th scope="col" className={css.number} data-wide>{t('goals.target')}</th>
            <th scope="col" className={css.number} data-wide>{t('goals.left')}</th>
          </tr>
        </thead>
        {groups.map((rows, at) => rows.length > 0 && (
          <tbody key={at}>
            {rows.map((row) => (
              <One key={row.id ?? ''} goal={goal} row={row} />
            ))}
          </tbody>
        ))}
      </table>
      {goal.truncated && <p className={css.more}>{t('goals.truncated')}</p>}
    </>
  );
}
