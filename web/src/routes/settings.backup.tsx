/** /settings/backup: backups now, by the clock, and what came of them. */
import { Backups } from '@/features/backup/Backups';
import { AdminOnly } from '@/features/settings/AdminOnly';

export function Page() {
  return (
    <AdminOnly>
      <Backups />
    </AdminOnly>
  );
}
