/** The navigation as the company arranges it, for everyone or for a role, beside what people then see. */
import { useState } from 'react';
import { Button, Select } from 'antd';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useObjects } from '@/api/meta';
import { reasonOf } from '@/api/reason';
import type { Navigation } from '@/api/types';
import { arrangementOf, ownOf, withAllGroups, type Arrangement } from '@/features/favourites/arrange';
import { rolesQuery } from '@/features/users/api';
import { later } from '@/ui/later';
import { Notice } from '@/ui/Notice';
import { Sheet } from '@/ui/Sheet';
import { Bars, ErrorState } from '@/ui/States';
import { toast } from '@/ui/toast';
import { UnsavedGuard } from '@/ui/UnsavedGuard';
import { useTitle } from '@/ui/useTitle';
import { arrangementsQuery, saveNavigation, type Arrangements } from './arrangements';
import { NavigationPreview } from './NavigationPreview';
import css from './navigation.module.css';

// What rows are dragged with comes in a file of its own.
const NavigationEditor = later(async () => (await import('@/features/favourites/NavigationEditor')).NavigationEditor);

const EVERYONE = 'everyone';

interface EditorProps {
  all: Arrangements;
  /** Null is everyone. */
  role: string | null;
  onDirty: (dirty: boolean) => void;
}

function Editor({ all, role, onDirty }: EditorProps) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const objects = useObjects();
  const everyones = all.everyone.navigation;
  // What holds for a role that has none of its own.
  const usual = role === null ? null : everyones;
  const stored = role === null ? everyones : (all.roles.find((one) => one.role.id === role)?.navigation ?? null);
  const [draft, setDraft] = useState<Arrangement | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  // An order of a role's own takes the place of everyone's.
  const standing = withAllGroups(stored ? arrangementOf(objects, null, stored) : arrangementOf(objects, null, usual));
  const shown = draft ?? standing;
  const put = (next: Arrangement | null) => {
    setDraft(next);
    setRefusal(null);
    onDirty(next !== null);
  };
  const save = async (navigation: Navigation | null) => {
    setSaving(true);
    setRefusal(null);
    try {
      await saveNavigation(queryClient, role, navigation);
      put(null);
      toast({ text: t('navigation.saved') });
    } catch (error) {
      setRefusal(reasonOf(error, t));
    } finally {
      setSaving(false);
    }
  };
  return (
    <div className={css.work}>
      <div>
        {refusal && <Notice tone="bad" alert title={refusal} />}
        <p className={css.state}>{t(stored ? (role === null ? 'navigation.ownAll' : 'navigation.ownRole') : role === null ? 'navigation.usualAll' : 'navigation.usualRole')}</p>
        <NavigationEditor draft={shown} onChange={put} />
        <div className={css.actions}>
          <Button type="primary" disabled={draft === null} loading={saving} onClick={() => void save(ownOf(objects, shown, usual))}>
            {t('common.save')}
          </Button>
          {draft && <Button onClick={() => put(null)}>{t('common.revert')}</Button>}
          {stored && (
            <Button type="text" disabled={saving} onClick={() => void save(null)}>
              {t(role === null ? 'navigation.reset' : 'navigation.resetRole')}
            </Button>
          )}
        </div>
      </div>
      <NavigationPreview draft={shown} />
    </div>
  );
}

export function NavigationPage() {
  const { t } = useTranslation();
  useTitle(t('navigation.title'));
  const query = useQuery(arrangementsQuery);
  const roles = useQuery(rolesQuery);
  const [chosen, setChosen] = useState(EVERYONE);
  const [dirty, setDirty] = useState(false);
  const own = new Set(query.data?.roles.map((one) => one.role.id));
  const options = [
    { value: EVERYONE, label: t('navigation.everyone') },
    ...(roles.data ?? []).map(({ id, name }) => ({ value: id, label: own.has(id) ? t('navigation.withOwn', { name }) : name })),
  ];
  const broken = query.error ?? roles.error;
  return (
    <Sheet title={t('navigation.title')}>
      <UnsavedGuard dirty={dirty} />
      <div className={css.page}>
        <p className={css.hint}>{t('navigation.hint')}</p>
        {broken && !query.data ? (
          <ErrorState error={broken} onRetry={() => void Promise.all([query.refetch(), roles.refetch()])} />
        ) : query.data && roles.data ? (
          <>
            <label className={css.whom}>
              <span>{t('navigation.whom')}</span>
              <Select className={css.choice} value={chosen} options={options} disabled={dirty} aria-label={t('navigation.whom')} onChange={setChosen} />
              {dirty && <span className={css.hint}>{t('navigation.first')}</span>}
            </label>
            <Editor key={chosen} all={query.data} role={chosen === EVERYONE ? null : chosen} onDirty={setDirty} />
          </>
        ) : (
          <Bars rows={6} />
        )}
      </div>
    </Sheet>
  );
}
