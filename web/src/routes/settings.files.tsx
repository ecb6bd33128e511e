/** /settings/files: where files of records lie, and which are taken. */
import { Files } from '@/features/files/Files';
import { AdminOnly } from '@/features/settings/AdminOnly';

export function Page() {
  return (
    <AdminOnly>
      <Files />
    </AdminOnly>
  );
}
