/** Writing a follow-up: how, what, when next. Two clicks and a sentence; Ctrl+Enter saves. */
import { useEffect, useRef, useState } from 'react';
import { Button } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { CalendarClock, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { invalidateRecord } from '@/api/live';
import { fieldOf, may, useObjectMeta } from '@/api/meta';
import { createRecord } from '@/api/records';
import type { Field, ObjectMeta } from '@/api/types';
import { useFormatContext } from '@/fields/context';
import { instantOf, relative, wallOf } from '@/fields/format/date';
import { kindOf } from '@/fields/registry';
import { Floating } from '@/ui/Floating';
import { randomId } from '@/ui/randomId';
import { readDraft, writeDraft, type FollowUpDraft } from './draft';
import { activityIcon } from './kinds';
import css from './Composer.module.css';

export interface ComposerProps {
  meta: ObjectMeta;
  id: string;
  /** Changes when someone asks to write: the text takes the focus. */
  focusAt: number;
  onSaved?: () => void;
}

/** Days ahead at nine in the morning: the dates that are nearly always meant. */
const QUICK_DAYS = [1, 3, 7, 30];

function NextFollowUp({ field, value, onChange }: { field: Field; value: string | null; onChange: (value: string | null) => void }) {
  const { t } = useTranslation();
  const context = useFormatContext();
  const [open, setOpen] = useState(false);
  const { Editor } = kindOf(field);
  const inDays = (days: number) => {
    const wall = wallOf(context.now + days * 86_400_000, context.zone);
    return new Date(instantOf({ ...wall, hour: 9, minute: 0 }, context.zone)).toISOString();
  };
  const wrap = useRef<HTMLSpanElement>(null);
  const close = () => {
    setOpen(false);
    // What had the focus goes away: keys still mean the form.
    wrap.current?.querySelector('button')?.focus();
  };
  const pick = (next: string | null) => {
    onChange(next);
    close();
  };
  const content = (
    <div className={css.next}>
      <div className={css.quick}>
        {QUICK_DAYS.map((days) => (
          <button key={days} type="button" className={css.chip} onClick={() => pick(inDays(days))}>
            {days === 1 ? t('fields.date.tomorrow') : t('fields.date.inDays', { count: days })}
          </button>
        ))}
      </div>
      <Editor field={field} value={value} onChange={(next) => onChange((next as string | null) ?? null)} onCommit={close} />
    </div>
  );
  const words = value ? relative(value, context) : null;
  return (
    <span ref={wrap} className={css.nextWrap}>
      <Floating open={open} onOpenChange={setOpen} title={field.label} content={content} placement="topLeft">
        <button type="button" className={css.nextButton} data-set={value ? true : undefined}>
          <CalendarClock size={15} strokeWidth={1.75} aria-hidden />
          {words ? t('timeline.nextAt', { when: words }) : t('timeline.next')}
        </button>
      </Floating>
      {value && (
        <button type="button" className={css.nextClear} aria-label={t('timeline.noNext')} onClick={() => onChange(null)}>
          <X size={13} aria-hidden />
        </button>
      )}
    </span>
  );
}

export function Composer({ meta, id, focusAt, onSaved }: ComposerProps) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const activity = useObjectMeta('activity');
  const kinds = (activity && fieldOf(activity, 'kind')?.options) ?? [];
  const nextField = activity && fieldOf(activity, 'next_follow_up_at');
  const empty: FollowUpDraft = { kind: kinds[0]?.name ?? 'call', content: '', next: null };
  const [draft, setDraft] = useState<FollowUpDraft>(() => readDraft(meta.name, id) ?? empty);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const key = useRef(randomId());

  useEffect(() => {
    if (focusAt === 0) return;
    area.current?.focus();
    area.current?.scrollIntoView({ block: 'center' });
  }, [focusAt]);

  const change = (part: Partial<FollowUpDraft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    setProblem(null);
    writeDraft(meta.name, id, next);
  };

  const save = async () => {
    if (!draft.content.trim() || busy) return;
    setBusy(true);
    try {
      const values = { kind: draft.kind, content: draft.content.trim(), related: { object: meta.name, id }, ...(draft.next && { next_follow_up_at: draft.next }) };
      await createRecord('activity', values, key.current);
      key.current = randomId();
      const next = { ...empty, kind: draft.kind };
      setDraft(next);
      writeDraft(meta.name, id, next);
      invalidateRecord(queryClient, meta.name, id);
      onSaved?.();
    } catch (error) {
      const api = error instanceof ApiError ? error : null;
      if (api?.code !== 'offline') key.current = randomId();
      // The text stays where it is, and in the browser: nothing written is lost.
      setProblem(api?.code === 'offline' ? t('timeline.keptOffline') : (api?.errors[0]?.message ?? api?.message ?? t('errors.failedHint')));
    } finally {
      setBusy(false);
    }
  };

  if (!activity || !may(activity, 'create')) return null;
  return (
    <form
      className={css.composer}
      aria-label={t('timeline.write')}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.nativeEvent.isComposing) {
          event.preventDefault();
          void save();
        }
      }}
    >
      <div className={css.kinds} role="radiogroup" aria-label={t('timeline.way')}>
        {kinds.map((kind) => {
          const Icon = activityIcon(kind.name);
          return (
            <label key={kind.name} className={css.kind} data-on={draft.kind === kind.name || undefined}>
              <input type="radio" name={`kind-${id}`} checked={draft.kind === kind.name} onChange={() => change({ kind: kind.name })} />
              <Icon size={14} strokeWidth={1.75} aria-hidden />
              {kind.label}
            </label>
          );
        })}
      </div>
      <textarea
        ref={area}
        className={css.area}
        rows={2}
        value={draft.content}
        placeholder={t('timeline.placeholder')}
        aria-label={t('timeline.content')}
        aria-invalid={problem ? true : undefined}
        onChange={(event) => change({ content: event.target.value })}
      />
      {problem && (
        <p className={css.problem} role="alert">
          {problem}
        </p>
      )}
      <div className={css.foot}>
        {nextField && <NextFollowUp field={nextField} value={draft.next} onChange={(next) => change({ next })} />}
        <span className={css.hint}>{t('timeline.keyHint')}</span>
        <Button type="primary" size="small" htmlType="submit" loading={busy} disabled={!draft.content.trim()}>
          {t('common.save')}
        </Button>
      </div>
    </form>
  );
}
