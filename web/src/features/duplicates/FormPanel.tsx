/** Above a form: records that may be the same as the one that is being written. */
import { CopyCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FieldValue, ObjectMeta } from '@/api/types';
import { Candidates } from './Candidates';
import type { DuplicateItem } from './api';
import { useLiveCheck } from './useLiveCheck';
import css from './duplicates.module.css';

export interface FormPanelProps {
  meta: ObjectMeta;
  draft: Record<string, FieldValue | undefined>;
  /** What the last save was refused for. */
  refused: { items: DuplicateItem[]; blocked: boolean } | null;
}

export function FormPanel({ meta, draft, refused }: FormPanelProps) {
  const { t } = useTranslation();
  const live = useLiveCheck(meta, draft);
  const items = refused?.items ?? live?.items ?? [];
  if (items.length === 0) return null;
  const blocked = refused?.blocked ?? false;
  return (
    <section className={css.panel} data-blocked={blocked || undefined} role={refused ? 'alert' : 'status'}>
      <span className={css.title}>
        <CopyCheck size={16} aria-hidden />
        {t(blocked ? 'form.duplicatesBlocked' : 'form.duplicates', { count: items.length })}
      </span>
      <Candidates object={meta.name} items={items} />
    </section>
  );
}
