/** /settings/config: all settings as files, and files that become settings. */
import { ConfigFiles } from '@/features/config/ConfigFiles';
import { AdminOnly } from '@/features/settings/AdminOnly';

export function Page() {
  return (
    <AdminOnly>
      <ConfigFiles />
    </AdminOnly>
  );
}
