/** A refusal that belongs to no single field, over the form; those of fields stand at the fields. */
import { useTranslation } from 'react-i18next';
import type { ApiError } from '@/api/client';
import { Notice } from './Notice';

export function RefusalNotice({ refusal }: { refusal: ApiError | null }) {
  const { t } = useTranslation();
  if (!refusal || refusal.errors.length > 0) return null;
  return <Notice tone="bad" alert title={refusal.code === 'offline' ? t('errors.offlineHint') : refusal.message} />;
}
