/** How far this person's goals are in the running periods; of whoever leads, first what they lead. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Target } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { progressQuery, type GoalProgress, type GoalRow } from '@/features/goals/api';
import { percentOf, shortOf } from '@/features/goals/figures';
import { GoalBar } from '@/features/goals/GoalBar';
import { useFormatContext } from '@/fields/context';
import { Answered, Card, Nothing } from './Card';
import css from './workbench.module.css';

/** As many as a card has room for. */
const ROWS = 5;

/** What stands for a goal: what one leads, then one's own; else who is farthest of those whom one sees. */
function chosen({ rows }: GoalProgress): GoalRow[] {
  const [lead, own] = [rows.find((row) => row.party !== 'person'), rows.find((row) => row.own)];
  const both = [lead, own].filter((row) => row !== undefined);
  return both.length > 0 ? both : rows.slice(0, 1);
}

/** Where nobody has placed it by hand (`usual`), it stands there only while there is an amount. */
export function GoalsCard({ usual }: { usual: boolean }) {
  const { t } = useTranslation();
  const context = useFormatContext();
  const query = useQuery(progressQuery(null));
  const goals = query.data?.goals ?? [];
  if (usual && goals.length === 0) return null;
  const rows = goals.flatMap((goal) => chosen(goal).map((row) => ({ goal, row }))).slice(0, ROWS);
  const whose = (row: GoalRow) => (row.own ? t('workbench.myGoal') : row.party === 'company' ? t('workbench.wholeCompany') : (row.name ?? ''));
  return (
    <Card
      title={t('workbench.goals')}
      icon={<Target size={16} strokeWidth={1.75} aria-hidden />}
      actions={
        goals.length > 0 && (
          <Link to="/goals" search={{}} className={css.all}>
            {t('workbench.all')}
          </Link>
        )
      }
    >
      <Answered of={[query]}>
        {goals.length === 0 ? (
          <Nothing>{t('workbench.noGoals')}</Nothing>
        ) : (
          <ul className={css.rows}>
            {rows.map(({ goal, row }) => (
              <li key={`${goal.id} ${row.id}`} className={css.row}>
                <Link to="/goals" search={{}} className={css.goal}>
                  <span className={css.goalName}>
                    {goal.name} · {whose(row)}
                  </span>
                  <b>{percentOf(row)}</b>
                  <span className={css.goalBar}>
                    <GoalBar goal={goal} row={row} />
                  </span>
                  <span className={css.second}>
                    {shortOf(goal, row.reached, context)} / {shortOf(goal, row.target, context)}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Answered>
    </Card>
  );
}
