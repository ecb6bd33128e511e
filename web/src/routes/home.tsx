/** The front door: the workbench, for whoever may see anything. */
import { LockKeyhole } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useObjects } from '@/api/meta';
import { navigationGroups } from '@/app/shell/navigation';
import { WorkbenchPage } from '@/features/workbench/WorkbenchPage';
import { StateView } from '@/ui/States';

export function Page() {
  const { t } = useTranslation();
  const objects = useObjects();
  if (navigationGroups(objects).length > 0) return <WorkbenchPage />;
  return <StateView icon={LockKeyhole} tone="grey" title={t('errors.nothingAllowed')} hint={t('errors.forbiddenHint')} />;
}
