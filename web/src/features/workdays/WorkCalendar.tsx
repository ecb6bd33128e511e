/** The company's working days: the week, and the year's holidays and days made up for. */
import { useMemo, useState } from 'react';
import { Button, Input } from 'antd';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { IconButton } from '@/ui/IconButton';
import { Notice } from '@/ui/Notice';
import { Segmented } from '@/ui/Segmented';
import { Sheet } from '@/ui/Sheet';
import { Bars, ErrorState } from '@/ui/States';
import { toast } from '@/ui/toast';
import { UnsavedGuard } from '@/ui/UnsavedGuard';
import { useTitle } from '@/ui/useTitle';
import { reasonOf } from '@/api/reason';
import { calendarQuery, saveCalendar, type CalendarChange, type WorkCalendar as Stored } from './api';
import { weekdayOf, withDay, withYear, workingDays } from './days';
import { Month } from './Month';
import css from './WorkCalendar.module.css';

const WEEK = [1, 2, 3, 4, 5, 6, 7] as const;

function Editor({ stored, today }: { stored: Stored; today: string }) {
  const { t, i18n } = useTranslation();
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState<CalendarChange | null>(null);
  const [year, setYear] = useState(Number(today.slice(0, 4)));
  const [picked, setPicked] = useState(today);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const { week, days } = draft ?? stored;
  const byDay = useMemo(() => new Map(days.map((one) => [one.day, one])), [days]);
  const current = picked.startsWith(`${year}-`) ? picked : `${year}-01-01`;
  const named = byDay.get(current);
  const works = named?.works ?? week.includes(weekdayOf(current));
  const known = stored.known.find((one) => one.year === year)?.days;
  const taken = known?.every((one) => byDay.get(one.day)?.works === one.works);
  const change = (part: Partial<CalendarChange>) => {
    setDraft({ week, days, ...part });
    setRefusal(null);
  };
  const setDay = (part: { works?: boolean; name?: string }) => change({ days: withDay(days, week, { day: current, works, name: named?.name ?? '', ...part }) });
  const toggle = (day: number) => {
    const next = week.includes(day) ? week.filter((one) => one !== day) : [...week, day].sort();
    if (next.length) change({ week: next });
  };
  const save = async () => {
    setBusy(true);
    try {
      queryClient.setQueryData(calendarQuery.queryKey, await saveCalendar({ week, days }));
      setDraft(null);
      toast({ text: t('workdays.saved') });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setRefusal(reasonOf(error, t));
    } finally {
      setBusy(false);
    }
  };
  const long = new Date(`${current}T00:00:00Z`).toLocaleDateString(i18n.language, { month: 'long', day: 'numeric', weekday: 'long', timeZone: 'UTC' });
  return (
    <div className={css.page}>
      <UnsavedGuard dirty={draft !== null} />
      {refusal && <Notice tone="bad" alert title={refusal} />}
      <div className={css.bar}>
        <div className={css.year}>
          <IconButton label={t('workdays.earlier')} onClick={() => setYear(year - 1)}>
            <ChevronLeft size={16} aria-hidden />
          </IconButton>
          <h2>{t('workdays.year', { year })}</h2>
          <IconButton label={t('workdays.later')} onClick={() => setYear(year + 1)}>
            <ChevronRight size={16} aria-hidden />
          </IconButton>
        </div>
        <span className={css.count}>{t('workdays.count', { count: workingDays(year, week, byDay) })}</span>
        <div className={css.week} role="group" aria-label={t('workdays.week')}>
          {WEEK.map((day) => (
            <button key={day} type="button" aria-pressed={week.includes(day)} aria-label={t(`workdays.long.${day}`)} onClick={() => toggle(day)}>
              {t(`workdays.short.${day}`)}
            </button>
          ))}
        </div>
        {known && !taken && <Button onClick={() => change({ days: withYear(days, year, known) })}>{t('workdays.take', { year })}</Button>}
        <Button type="primary" disabled={!draft} loading={busy} onClick={() => void save()}>
          {t('common.save')}
        </Button>
      </div>
      {!known && <p className={css.hint}>{t('workdays.unknown', { year })}</p>}
      <div className={css.chosen} role="group" aria-label={long}>
        <strong>{long}</strong>
        <Segmented
          label={long}
          value={works ? 'works' : 'off'}
          options={[
            { value: 'works', label: t('workdays.works') },
            { value: 'off', label: t('workdays.off') },
          ]}
          onChange={(value) => setDay({ works: value === 'works' })}
        />
        <Input className={css.name} value={named?.name ?? ''} maxLength={40} placeholder={t('workdays.name')} aria-label={t('workdays.name')} onChange={(event) => setDay({ name: event.target.value })} />
      </div>
      <div className={css.months}>
        {Array.from({ length: 12 }, (_, month) => (
          <Month key={month} year={year} month={month} week={week} days={byDay} current={current} today={today} onPick={setPicked} />
        ))}
      </div>
    </div>
  );
}

export function WorkCalendar({ today }: { today: string }) {
  const { t } = useTranslation();
  useTitle(t('workdays.title'));
  const query = useQuery(calendarQuery);
  return (
    <Sheet title={t('workdays.title')}>
      {query.isError && !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data ? (
        <Editor stored={query.data} today={today} />
      ) : (
        <Bars rows={6} />
      )}
    </Sheet>
  );
}
