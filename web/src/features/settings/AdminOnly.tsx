/** Keeps the pages of administrators from everybody else; the server refuses anyway, this says why. */
import type { ReactNode } from 'react';
import { LockKeyhole } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/meta';
import { StateView } from '@/ui/States';

export function AdminOnly({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  if (useMe().admin) return children;
  return <StateView icon={LockKeyhole} tone="grey" title={t('common.adminOnly')} hint={t('common.adminOnlyHint')} />;
}
