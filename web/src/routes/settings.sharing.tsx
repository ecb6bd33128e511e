/** /settings/sharing: whose records are shared with whom. */
import { AdminOnly } from '@/features/settings/AdminOnly';
import { SharingRules } from '@/features/sharingRules/SharingRules';

export function Page() {
  return (
    <AdminOnly>
      <SharingRules />
    </AdminOnly>
  );
}
