/** /settings/navigation */
import { NavigationPage } from '@/features/look/NavigationPage';
import { AdminOnly } from '@/features/settings/AdminOnly';

export function Page() {
  return (
    <AdminOnly>
      <NavigationPage />
    </AdminOnly>
  );
}
