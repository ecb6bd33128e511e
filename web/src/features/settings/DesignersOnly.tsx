/** Keeps the designer from whoever may design no object, or not this one; the server refuses anyway, this says why. */
import type { ReactNode } from 'react';
import { LockKeyhole } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { may, useMe, useObjects } from '@/api/meta';
import type { ObjectMeta } from '@/api/types';
import { StateView } from '@/ui/States';

export function DesignersOnly({ object, children }: { object?: ObjectMeta; children: ReactNode }) {
  const { t } = useTranslation();
  const { admin } = useMe();
  const objects = useObjects();
  if (admin || (object ? [object] : objects).some((one) => may(one, 'define'))) return children;
  return <StateView icon={LockKeyhole} tone="grey" title={t('designer.designersOnly')} hint={t('designer.designersOnlyHint')} />;
}
