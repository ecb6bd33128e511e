/** How far a layout is, in a word. */
import { useTranslation } from 'react-i18next';
import { Tag } from '@/ui/Tag';
import type { LayoutState } from './api';

export function StatusTag({ state, dirty = false }: { state: Pick<LayoutState, 'live' | 'draft'>; dirty?: boolean }) {
  const { t } = useTranslation();
  if (dirty) return <Tag tone="warn" dot>{t('layouts.status.unsaved')}</Tag>;
  if (state.draft) return <Tag tone="info" dot>{t(state.live ? 'layouts.status.changed' : 'layouts.status.draft')}</Tag>;
  return <Tag tone="ok" dot>{t('layouts.status.live')}</Tag>;
}
