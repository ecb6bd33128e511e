/** /settings/pack: what the program's pack has that the company hasn't. */
import { Pack } from '@/features/pack/Pack';
import { AdminOnly } from '@/features/settings/AdminOnly';

export function Page() {
  return (
    <AdminOnly>
      <Pack />
    </AdminOnly>
  );
}
