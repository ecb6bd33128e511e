/** /settings/company */
import { AdminOnly } from '@/features/settings/AdminOnly';
import { Company } from '@/features/settings/Company';

export function Page() {
  return (
    <AdminOnly>
      <Company />
    </AdminOnly>
  );
}
