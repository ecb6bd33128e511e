/** What has come in this month, beside the whole month before. */
import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { TrendingUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { every } from '@/api/filter';
import { useObjects } from '@/api/meta';
import { countQuery } from '@/api/queries';
import type { Filter } from '@/api/types';
import { totalText } from '@/features/list/total';
import { Answered, Card } from './Card';
import { countedObjects, ofScope, type Scope } from './cards';
import css from './workbench.module.css';

/** More would be a report. */
const TILES = 6;

const createdIn = (period: 'this_month' | 'last_month'): Filter => ({ field: 'created_at', op: 'within', value: period });

export interface FiguresCardProps {
  scope: Scope;
  /** Looks at everyone's instead. */
  onAll: () => void;
}

export function FiguresCard({ scope, onAll }: FiguresCardProps) {
  const { t } = useTranslation();
  const objects = countedObjects(useObjects()).slice(0, TILES);
  const of = (period: 'this_month' | 'last_month') => objects.map((meta) => ({ meta, filter: every(ofScope(meta, scope), createdIn(period)) }));
  const [now, before] = [of('this_month'), of('last_month')];
  const counts = useQueries({ queries: [...now, ...before].map(({ meta, filter }) => countQuery(meta.name, filter)) });
  // Who works with what others own begins with zeros: they are shown the way to more.
  const none = scope === 'mine' && counts.every((count) => count.data?.value === 0);
  return (
    <Card title={t('workbench.figures')} icon={<TrendingUp size={16} strokeWidth={1.75} aria-hidden />}>
      <Answered of={counts}>
        <ul className={css.tiles}>
          {now.map(({ meta, filter }, at) => {
            const [count, last] = [counts[at]?.data, counts[at + objects.length]?.data];
            return (
              <li key={meta.name}>
                <Link to="/o/$object" params={{ object: meta.name }} search={{ view: 'all', filter } as never} className={css.tile}>
                  <span className={css.label}>{meta.plural}</span>
                  <b className={css.number}>{count && totalText(count)}</b>
                  <span className={css.before}>{last && t('workbench.lastMonth', { count: totalText(last) })}</span>
                </Link>
              </li>
            );
          })}
        </ul>
        {none && (
          <p className={css.none}>
            {t('workbench.noneOfMine')}
            <button type="button" onClick={onAll}>
              {t('workbench.seeAll')}
            </button>
          </p>
        )}
      </Answered>
    </Card>
  );
}
