/** /settings/roles?id=…: what each role may do. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { AdminOnly } from '@/features/settings/AdminOnly';
import { Roles } from '@/features/settings/Roles';

export function Page() {
  const navigate = useNavigate();
  const { id } = useSearch({ strict: false }) as { id?: unknown };
  return (
    <AdminOnly>
      <Roles id={typeof id === 'string' ? id : null} onSelect={(next) => void navigate({ to: '/settings/roles', search: next ? { id: next } : {} })} />
    </AdminOnly>
  );
}
