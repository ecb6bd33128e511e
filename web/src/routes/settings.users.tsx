/** /settings/users?q=&department=&state=: people and departments; the filter stands in the address. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { AdminOnly } from '@/features/settings/AdminOnly';
import { STATES, UserList, type UserFilter, type UserState } from '@/features/users/UserList';

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
const stateIn = (value: unknown): UserState | null => STATES.find((state) => state === value) ?? null;

export function Page() {
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as Record<string, unknown>;
  const filter: UserFilter = { q: text(search.q), department: text(search.department) || null, state: stateIn(search.state) };
  return (
    <AdminOnly>
      <UserList
        filter={filter}
        onFilter={({ q, department, state }) =>
          void navigate({ to: '/settings/users', search: { ...(q && { q }), ...(department && { department }), ...(state && { state }) }, replace: true })
        }
      />
    </AdminOnly>
  );
}
