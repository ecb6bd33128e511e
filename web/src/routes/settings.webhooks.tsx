/** /settings/webhooks: other programs that are told what happens. */
import { AdminOnly } from '@/features/settings/AdminOnly';
import { Webhooks } from '@/features/webhooks/Webhooks';

export function Page() {
  return (
    <AdminOnly>
      <Webhooks />
    </AdminOnly>
  );
}
