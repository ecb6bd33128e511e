/** /goals: how far one is, and those whom one leads, in the running period or another. */
import { Button } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { ChevronLeft, ChevronRight, Target } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/meta';
import { useFormatContext } from '@/fields/context';
import { firstOf, titleOf } from '@/features/groups/spans';
import { IconButton } from '@/ui/IconButton';
import { LinkButton } from '@/ui/LinkButton';
import { Sheet } from '@/ui/Sheet';
import { Bars, ErrorState, StateView } from '@/ui/States';
import { useTitle } from '@/ui/useTitle';
import { progressQuery, type Progress } from './api';
import { stepFrom } from './figures';
import { GoalSection } from './GoalSection';
import css from './Goals.module.css';

const isDay = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])$/.test(value);

/** Back, this period, on. */
function Periods({ progress, onGo }: { progress: Progress; onGo: (date: string | null) => void }) {
  const { t } = useTranslation();
  const { locale } = useFormatContext();
  const { date, today, step } = progress;
  const current = firstOf(date, step) === firstOf(today, step);
  return (
    <span className={css.periods} role="group" aria-label={t('goals.period')}>
      {!current && (
        <Button size="small" onClick={() => onGo(null)}>
          {t(`goals.this.${step}`)}
        </Button>
      )}
      <IconButton label={t(`goals.before.${step}`)} onClick={() => onGo(stepFrom(date, step, -1))}>
        <ChevronLeft size={16} strokeWidth={1.75} aria-hidden />
      </IconButton>
      <span className={css.period} aria-live="polite">
        {titleOf(firstOf(date, step), step, locale, t).name}
      </span>
      <IconButton label={t(`goals.after.${step}`)} onClick={() => onGo(stepFrom(date, step, 1))}>
        <ChevronRight size={16} strokeWidth={1.75} aria-hidden />
      </IconButton>
    </span>
  );
}

export function GoalsPage() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const { date: given } = useSearch({ strict: false }) as { date?: unknown };
  const query = useQuery({ ...progressQuery(isDay(given) ? given : null), placeholderData: (before: Progress | undefined) => before });
  useTitle(t('goals.title'));
  const go = (date: string | null) => void navigate({ to: '/goals', search: date ? { date } : {} });
  const goals = query.data?.goals ?? [];
  const manage = <Link to="/settings/goals" search={{}} className={css.manage}>{t('goals.manage')}</Link>;
  return (
    <Sheet
      title={t('goals.title')}
      actions={
        query.data && (
          <>
            {me.admin && goals.length > 0 && manage}
            <Periods progress={query.data} onGo={go} />
          </>
        )
      }
      busy={query.isFetching && !query.isPending}
    >
      {query.isError && !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <Bars rows={6} />
      ) : goals.length === 0 ? (
        <StateView icon={Target} tone="grey" title={t('goals.none')} hint={t(me.admin ? 'goals.noneHintAdmin' : 'goals.noneHint')}>
          {me.admin && <LinkButton to="/settings/goals">{t('goals.set')}</LinkButton>}
        </StateView>
      ) : (
        <div className={css.goals}>
          {goals.map((goal) => (
            <GoalSection key={goal.id} goal={goal} today={query.data.today} />
          ))}
        </div>
      )}
    </Sheet>
  );
}
