/** /settings/audit?actor=…&object=…&action=…&from=…&to=…: who did what, and whether the chain holds. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { readAuditFilter } from '@/features/audit/api';
import { AuditLog } from '@/features/audit/AuditLog';
import { AdminOnly } from '@/features/settings/AdminOnly';

export function Page() {
  const navigate = useNavigate();
  const filter = readAuditFilter(useSearch({ strict: false }));
  return (
    <AdminOnly>
      <AuditLog filter={filter} onFilter={(next) => void navigate({ to: '/settings/audit', search: { ...next }, replace: true })} />
    </AdminOnly>
  );
}
