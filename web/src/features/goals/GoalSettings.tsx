/** Goals as administrators see them: what is counted, and the way to the amounts. */
import { useState } from 'react';
import { Button } from 'antd';
import { useInfiniteQuery } from '@tanstack/react-query';
import { CirclePause, CirclePlay, Pencil, Plus, Target, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useObjects } from '@/api/meta';
import { reasonOf } from '@/api/reason';
import { IconButton } from '@/ui/IconButton';
import { later } from '@/ui/later';
import { LinkButton } from '@/ui/LinkButton';
import { PagedRows } from '@/ui/PagedRows';
import { Sheet } from '@/ui/Sheet';
import { Tag } from '@/ui/Tag';
import { toast } from '@/ui/toast';
import { useTitle } from '@/ui/useTitle';
import { goalsQuery, useGoalCalls, type Goal } from './api';
import css from './Settings.module.css';

const GoalDialog = later(() => import('./GoalDialog').then((module) => module.GoalDialog));

export function GoalSettings() {
  const { t } = useTranslation();
  useTitle(t('goals.settings'));
  const query = useInfiniteQuery(goalsQuery);
  const [open, setOpen] = useState<{ goal: Goal | null } | null>(null);
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const create = (
    <Button type="primary" icon={<Plus size={15} aria-hidden />} onClick={() => setOpen({ goal: null })}>
      {t('goals.new')}
    </Button>
  );
  return (
    <Sheet title={t('goals.settings')} actions={items.length > 0 && create} busy={query.isFetching && !query.isPending}>
      <PagedRows
        query={query}
        items={items}
        hint={t('goals.hint')}
        none={{ icon: Target, title: t('goals.noneMade') }}
        create={create}
        row={(goal) => <Row key={goal.id} goal={goal} onEdit={() => setOpen({ goal })} />}
      />
      {open && <GoalDialog goal={open.goal} onClose={() => setOpen(null)} />}
    </Sheet>
  );
}

/** What is counted, in words. */
function useWhat({ object, measure, field, date, filter }: Goal): string {
  const { t } = useTranslation();
  const meta = useObjects().find((one) => one.name === object);
  const label = (name: string | null) => meta?.fields.find((one) => one.name === name)?.label ?? name ?? '';
  const what = measure === 'count' ? t('goals.countOf', { object: meta?.plural ?? object }) : t('goals.sumOf', { object: meta?.plural ?? object, field: label(field) });
  return [what, t('goals.byDate', { date: label(date) }), ...(filter ? [t('goals.filtered')] : [])].join(' · ');
}

function Row({ goal, onEdit }: { goal: Goal; onEdit: () => void }) {
  const { t } = useTranslation();
  const calls = useGoalCalls();
  const what = useWhat(goal);
  const { id, name, ended_on: ended } = goal;
  const failed = (error: unknown) => toast({ text: reasonOf(error, t), tone: 'bad' });
  const drop = async () => {
    try {
      await calls.drop(id);
      toast({ text: t('goals.dropped', { name }), action: { label: t('common.undo'), run: () => void calls.restore(id).catch(failed) } });
    } catch (error) {
      failed(error);
    }
  };
  const end = () => void calls.change(goal, { ended: !ended }).then(() => toast({ text: t(ended ? 'goals.resumed' : 'goals.endedNow', { name }) }), failed);
  return (
    <li className={css.row} data-off={ended !== null || undefined}>
      <span className={css.icon} aria-hidden>
        <Target size={16} strokeWidth={1.75} />
      </span>
      <span className={css.what}>
        <span className={css.name}>{name}</span>
        <span className={css.meta}>{what}</span>
      </span>
      <span className={css.tags}>
        <Tag tone="grey">{t(`goals.cycles.${goal.cycle}`)}</Tag>
        {!goal.usable && <Tag tone="bad">{t('goals.unusable')}</Tag>}
        <Tag tone={ended ? 'grey' : 'ok'} dot>
          {t(ended ? 'goals.ended' : 'goals.active')}
        </Tag>
      </span>
      <LinkButton to="/settings/goals/$goal" params={{ goal: id }} size="small" className={css.open} aria-label={t('goals.targetsOf', { name })}>
        {t('goals.targets')}
      </LinkButton>
      <span className={css.acts}>
        <IconButton label={t('goals.changeOf', { name })} onClick={onEdit}>
          <Pencil size={15} aria-hidden />
        </IconButton>
        <IconButton label={t(ended ? 'goals.resumeOf' : 'goals.endOf', { name })} onClick={end}>
          {ended ? <CirclePlay size={15} aria-hidden /> : <CirclePause size={15} aria-hidden />}
        </IconButton>
        <IconButton label={t('goals.dropOf', { name })} onClick={() => void drop()}>
          <Trash2 size={15} aria-hidden />
        </IconButton>
      </span>
    </li>
  );
}
