/** /settings/objects: every object, for administrators. */
import { AdminOnly } from '@/features/settings/AdminOnly';
import { ObjectList } from '@/features/designer/ObjectList';

export function Page() {
  return (
    <AdminOnly>
      <ObjectList />
    </AdminOnly>
  );
}
