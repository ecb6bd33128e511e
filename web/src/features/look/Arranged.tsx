/** What the company arranges for everyone or for a role: for whom, how it stands, saved or as usual again. */
import { useState, type ReactNode } from 'react';
import { Button, Select } from 'antd';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reasonOf } from '@/api/reason';
import type { Arrangement } from '@/api/types';
import { rolesQuery } from '@/features/users/api';
import { Notice } from '@/ui/Notice';
import { Sheet } from '@/ui/Sheet';
import { Bars, ErrorState } from '@/ui/States';
import { toast } from '@/ui/toast';
import { UnsavedGuard } from '@/ui/UnsavedGuard';
import { useTitle } from '@/ui/useTitle';
import { arrangementsQuery, saveArrangement, type Arrangements } from './arrangements';
import css from './arranged.module.css';

type Part = keyof Arrangement;

export interface ArrangedProps<P extends Part, Draft> {
  part: P;
  title: string;
  hint: string;
  /** What is told of everyone's: that it is the usual one, or their own; and what is told when it was saved. */
  texts: { usualAll: string; ownAll: string; saved: string };
  /** How it stands: as it is stored, else as it is for everyone, else as it comes. */
  draftOf: (stored: Arrangement[P] | null) => Draft;
  /** What is kept of it over what would hold otherwise; null when that is the same. */
  keptOf: (draft: Draft, usual: Arrangement[P] | null) => Arrangement[P] | null;
  children: (draft: Draft, put: (draft: Draft) => void) => ReactNode;
  preview?: (draft: Draft) => ReactNode;
}

const EVERYONE = 'everyone';

interface EditorProps<P extends Part, Draft> extends ArrangedProps<P, Draft> {
  all: Arrangements;
  /** Null is everyone. */
  role: string | null;
  onDirty: (dirty: boolean) => void;
}

function Editor<P extends Part, Draft>({ all, role, onDirty, part, texts, draftOf, keptOf, children, preview }: EditorProps<P, Draft>) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const everyones = all.everyone[part];
  // What holds for a role that has nothing of its own.
  const usual = role === null ? null : everyones;
  const stored = role === null ? everyones : (all.roles.find((one) => one.role.id === role)?.[part] ?? null);
  const [draft, setDraft] = useState<Draft | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const shown = draft ?? draftOf(stored ?? usual);
  const put = (next: Draft | null) => {
    setDraft(next);
    setRefusal(null);
    onDirty(next !== null);
  };
  const save = async (value: Arrangement[P] | null) => {
    setSaving(true);
    setRefusal(null);
    try {
      await saveArrangement(queryClient, role, { [part]: value });
      put(null);
      toast({ text: texts.saved });
    } catch (error) {
      setRefusal(reasonOf(error, t));
    } finally {
      setSaving(false);
    }
  };
  const state = role === null ? (stored ? texts.ownAll : texts.usualAll) : t(stored ? 'arranged.ownRole' : 'arranged.usualRole');
  return (
    <div className={css.work}>
      <div>
        {refusal && <Notice tone="bad" alert title={refusal} />}
        <p className={css.state}>{state}</p>
        {children(shown, put)}
        <div className={css.actions}>
          <Button type="primary" disabled={draft === null} loading={saving} onClick={() => void save(keptOf(shown, usual))}>
            {t('common.save')}
          </Button>
          {draft && <Button onClick={() => put(null)}>{t('common.revert')}</Button>}
          {stored && (
            <Button type="text" disabled={saving} onClick={() => void save(null)}>
              {t(role === null ? 'arranged.reset' : 'arranged.resetRole')}
            </Button>
          )}
        </div>
      </div>
      {preview?.(shown)}
    </div>
  );
}

export function Arranged<P extends Part, Draft>(props: ArrangedProps<P, Draft>) {
  const { title, hint, part } = props;
  const { t } = useTranslation();
  useTitle(title);
  const query = useQuery(arrangementsQuery);
  const roles = useQuery(rolesQuery);
  const [chosen, setChosen] = useState(EVERYONE);
  const [dirty, setDirty] = useState(false);
  const own = new Set(query.data?.roles.filter((one) => one[part]).map((one) => one.role.id));
  const options = [
    { value: EVERYONE, label: t('arranged.everyone') },
    ...(roles.data ?? []).map(({ id, name }) => ({ value: id, label: own.has(id) ? t('arranged.withOwn', { name }) : name })),
  ];
  const broken = query.error ?? roles.error;
  return (
    <Sheet title={title}>
      <UnsavedGuard dirty={dirty} />
      <div className={css.page}>
        <p className={css.hint}>{hint}</p>
        {broken && !query.data ? (
          <ErrorState error={broken} onRetry={() => void Promise.all([query.refetch(), roles.refetch()])} />
        ) : query.data && roles.data ? (
          <>
            <label className={css.whom}>
              <span>{t('arranged.whom')}</span>
              <Select className={css.choice} value={chosen} options={options} disabled={dirty} aria-label={t('arranged.whom')} onChange={setChosen} />
              {dirty && <span className={css.hint}>{t('arranged.first')}</span>}
            </label>
            <Editor {...props} key={chosen} all={query.data} role={chosen === EVERYONE ? null : chosen} onDirty={setDirty} />
          </>
        ) : (
          <Bars rows={6} />
        )}
      </div>
    </Sheet>
  );
}
