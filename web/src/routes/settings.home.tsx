/** /settings/home */
import { HomePage } from '@/features/look/HomePage';
import { AdminOnly } from '@/features/settings/AdminOnly';

export function Page() {
  return (
    <AdminOnly>
      <HomePage />
    </AdminOnly>
  );
}
