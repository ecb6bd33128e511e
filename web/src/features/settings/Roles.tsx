/** Roles at the left, the rights of one at the right. */
import { useState } from 'react';
import { Button } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { Plus, ShieldCheck, UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { rolesQuery, usersQuery } from '@/features/users/api';
import { later } from '@/ui/later';
import { useIsPhone } from '@/ui/media';
import { Sheet } from '@/ui/Sheet';
import { Bars, ErrorState, StateView } from '@/ui/States';
import { useTitle } from '@/ui/useTitle';
import { RoleEditor } from './RoleEditor';
import css from './Roles.module.css';

const NewRole = later(() => import('./NewRole').then((module) => module.NewRole));

export function Roles({ id, onSelect }: { id: string | null; onSelect: (id: string | null) => void }) {
  const { t } = useTranslation();
  useTitle(t('settings.roles'));
  const phone = useIsPhone();
  const query = useQuery(rolesQuery);
  const users = useQuery(usersQuery).data ?? [];
  const [creating, setCreating] = useState(false);
  const roles = query.data ?? [];
  // On a phone the list comes first; elsewhere a role is always open.
  const current = roles.find((role) => role.id === id) ?? (phone ? undefined : (roles.find((role) => !role.admin) ?? roles[0]));
  const people = (role: string) => users.filter((user) => user.active && user.roles.some((one) => one.id === role)).length;
  return (
    <Sheet
      fixed
      title={t('settings.roles')}
      meta={roles.length > 0 && roles.length}
      actions={
        <Button type="primary" icon={<Plus size={15} aria-hidden />} onClick={() => setCreating(true)}>
          {t('settings.newRole')}
        </Button>
      }
    >
      {query.isError && !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <Bars rows={8} />
      ) : (
        <div className={css.page}>
          {(!phone || !current) && (
            <nav className={css.list} aria-label={t('settings.roles')}>
              <ul>
                {roles.map((role) => (
                  <li key={role.id}>
                    <button type="button" className={css.role} aria-current={role.id === current?.id || undefined} onClick={() => onSelect(role.id)}>
                      <span className={css.name}>
                        {role.name}
                        {role.admin && <ShieldCheck size={14} aria-label={t('settings.isAdmin')} />}
                      </span>
                      <span className={css.count} title={t('settings.people', { count: people(role.id) })}>
                        <UserRound size={12} aria-hidden />
                        {people(role.id)}
                      </span>
                    </button>
                  </li>
                ))}
              </ul>
            </nav>
          )}
          {current ? <RoleEditor key={current.id} role={current} onBack={phone ? () => onSelect(null) : undefined} /> : !phone && <StateView icon={ShieldCheck} title={t('settings.noRole')} />}
        </div>
      )}
      {creating && (
        <NewRole
          onClose={() => setCreating(false)}
          onCreated={(role) => {
            setCreating(false);
            onSelect(role);
          }}
        />
      )}
    </Sheet>
  );
}
