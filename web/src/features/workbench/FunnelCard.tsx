/** How many records there are at each stage, and what they are worth. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Filter as FunnelIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { every } from '@/api/filter';
import type { ObjectMeta } from '@/api/types';
import { countedQuery } from '@/features/board/data';
import { useFormatContext } from '@/fields/context';
import { groupDigits } from '@/fields/format/number';
import { sumText } from '@/fields/money';
import { Answered, Card, Nothing } from './Card';
import { ofScope, stageOf, worthOf, type Scope } from './cards';
import css from './workbench.module.css';

export function FunnelCard({ meta, scope }: { meta: ObjectMeta; scope: Scope }) {
  const { t } = useTranslation();
  const context = useFormatContext();
  const [stage, worth] = [stageOf(meta), worthOf(meta)];
  const group = stage?.name ?? '';
  const mine = ofScope(meta, scope);
  const query = useQuery({ ...countedQuery({ object: meta.name, group, filter: mine }, worth?.name ?? null), enabled: stage !== undefined });
  const of = (value: string) => query.data?.groups.find((one) => one.value === value);
  const options = (stage?.options ?? []).filter((option) => option.active || of(option.name));
  const most = Math.max(1, ...options.map((option) => of(option.name)?.count ?? 0));
  return (
    <Card title={t('workbench.funnelOf', { name: meta.plural })} icon={<FunnelIcon size={16} strokeWidth={1.75} aria-hidden />}>
      <Answered of={[query]}>
        {query.data?.groups.length === 0 ? (
          <Nothing>{t('workbench.noneOf', { name: meta.plural })}</Nothing>
        ) : (
          <ul className={css.funnel}>
            {options.map((option) => {
              const figures = of(option.name);
              return (
                <li key={option.name}>
                  <Link
                    to="/o/$object"
                    params={{ object: meta.name }}
                    search={{ view: 'all', filter: every(mine, { field: group, op: 'in', value: [option.name] }) } as never}
                    className={css.step}
                  >
                    <span className={css.label}>{option.label}</span>
                    <span className={css.track} aria-hidden>
                      <i data-tone={option.color} style={{ width: `${(100 * (figures?.count ?? 0)) / most}%` }} />
                    </span>
                    <b>{groupDigits(String(figures?.count ?? 0))}</b>
                    {worth && <span className={css.worth}>{sumText(figures?.sum, context)}</span>}
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
