/** The front door: leads to the first object in the navigation. */
import { Navigate } from '@tanstack/react-router';
import { StateView } from '@/ui/States';
import { LockKeyhole } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { navigationGroups } from '@/app/shell/navigation';
import { useObjects } from '@/api/meta';
import { usePreferences } from '@/api/preferences';

export function Page() {
  const { t } = useTranslation();
  const objects = useObjects();
  const { navigation } = usePreferences();
  // Somebody may have hidden everything.
  const first = (navigationGroups(objects, navigation)[0] ?? navigationGroups(objects)[0])?.objects[0];
  if (first) return <Navigate to="/o/$object" params={{ object: first.name }} replace />;
  return <StateView icon={LockKeyhole} tone="grey" title={t('errors.nothingAllowed')} hint={t('errors.forbiddenHint')} />;
}
