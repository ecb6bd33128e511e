/** /settings/goals/…: the amounts of a goal in a year, entered as in a spreadsheet and saved together. */
import { useState } from 'react';
import { Button } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { reasonOf } from '@/api/reason';
import { IconButton } from '@/ui/IconButton';
import { Notice } from '@/ui/Notice';
import { PageBack } from '@/ui/PageBack';
import { Sheet } from '@/ui/Sheet';
import { Bars, ErrorState } from '@/ui/States';
import { toast } from '@/ui/toast';
import { UnsavedGuard } from '@/ui/UnsavedGuard';
import { useTitle } from '@/ui/useTitle';
import { targetsQuery, useGoalCalls, type Target, type Targets } from './api';
import { amountOf, cellsOf, keyOf, type Cells } from './grid';
import { TargetGrid } from './TargetGrid';
import css from './Targets.module.css';

const YEARS = { from: 2000, to: 2100 };

/** What was typed and differs from what is kept, and the cells of it that can't be read. */
function changed({ goal, rows, periods, targets }: Targets, typed: Cells): { items: Target[]; wrong: string[] } {
  const kept = cellsOf(targets);
  const items: Target[] = [];
  const wrong: string[] = [];
  for (const { id } of rows) {
    for (const period of periods) {
      const key = keyOf(id, period);
      const text = typed[key];
      if (text === undefined) continue;
      const amount = amountOf(text, goal.measure);
      if (amount === undefined) wrong.push(key);
      else if (amount !== (kept[key] ?? null)) items.push({ whose: id, starts_on: period, amount });
    }
  }
  return { items, wrong };
}

export function TargetsPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { year: asked } = useSearch({ strict: false }) as { year?: unknown };
  const year = Number.isInteger(asked) && Number(asked) >= YEARS.from && Number(asked) <= YEARS.to ? Number(asked) : null;
  const query = useQuery(targetsQuery(id, year));
  const name = query.data?.goal.name ?? '';
  useTitle(name ? t('goals.targetsOf', { name }) : t('goals.settings'));
  const go = (next: number) => void navigate({ to: '/settings/goals/$goal', params: { goal: id }, search: { year: next }, replace: true });
  const back = <PageBack to="/settings/goals" label={t('goals.settings')} title={name} />;
  if (query.data) return <Amounts key={query.data.year} data={query.data} back={back} busy={query.isFetching} onYear={go} onStale={() => void query.refetch()} />;
  return (
    <Sheet title={back}>{query.isError ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : <Bars rows={8} />}</Sheet>
  );
}

interface AmountsProps {
  data: Targets;
  back: React.ReactNode;
  busy: boolean;
  onYear: (year: number) => void;
  onStale: () => void;
}

function Amounts({ data, back, busy, onYear, onStale }: AmountsProps) {
  const { t } = useTranslation();
  const calls = useGoalCalls();
  const [typed, setTyped] = useState<Cells>({});
  const [told, setTold] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const { goal, year } = data;
  const { items, wrong } = changed(data, typed);
  const dirty = items.length + wrong.length > 0;
  const type = (cells: Cells) => {
    setTyped((before) => ({ ...before, ...cells }));
    setTold(null);
  };
  const save = async () => {
    if (wrong.length > 0) {
      setTold(t('goals.unread', { count: wrong.length }));
      return;
    }
    setSaving(true);
    try {
      await calls.set(goal, items);
      setTyped({});
      setTold(null);
      toast({ text: t('goals.targetsSaved', { count: items.length }) });
    } catch (error) {
      // What was typed stays and is laid over what there is by now.
      if (error instanceof ApiError && error.code === 'meta_changed') {
        setTold(t('goals.staleTargets'));
        onStale();
      } else {
        const first = error instanceof ApiError ? error.errors[0]?.message : undefined;
        setTold(first ?? reasonOf(error, t));
      }
    }
    setSaving(false);
  };
  return (
    <Sheet
      title={back}
      fixed
      busy={busy}
      actions={
        <>
          <span className={css.years} role="group" aria-label={t('goals.year')}>
            <IconButton label={t('goals.before.year')} onClick={() => onYear(year - 1)}>
              <ChevronLeft size={16} strokeWidth={1.75} aria-hidden />
            </IconButton>
            <span aria-live="polite">{year}</span>
            <IconButton label={t('goals.after.year')} onClick={() => onYear(year + 1)}>
              <ChevronRight size={16} strokeWidth={1.75} aria-hidden />
            </IconButton>
          </span>
          {dirty && <Button onClick={() => setTyped({})}>{t('goals.discard')}</Button>}
          <Button type="primary" loading={saving} disabled={!dirty} title={dirty ? undefined : t('goals.nothingToSave')} onClick={() => void save()}>
            {dirty ? t('goals.save', { count: items.length + wrong.length }) : t('common.save')}
          </Button>
        </>
      }
    >
      <div className={css.page}>
        {told && <Notice tone="warn">{told}</Notice>}
        <p className={css.hint}>{t('goals.gridHint')}</p>
        <TargetGrid data={data} typed={typed} onType={type} />
      </div>
      <UnsavedGuard dirty={dirty} />
    </Sheet>
  );
}
