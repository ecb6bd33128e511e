/** /settings/look */
import { AdminOnly } from '@/features/settings/AdminOnly';
import { LookPage } from '@/features/look/LookPage';

export function Page() {
  return (
    <AdminOnly>
      <LookPage />
    </AdminOnly>
  );
}
