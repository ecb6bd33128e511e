/** Roles at the left, the rights of one at the right. */
import { useState } from 'react';
import { Button, Input, Modal } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { Plus, ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { rolesQuery, usePeopleCalls, usersQuery } from '@/features/users/api';
import { FormItem } from '@/ui/FormItem';
import { useIsPhone } from '@/ui/media';
import { Sheet } from '@/ui/Sheet';
import { Bars, ErrorState, StateView } from '@/ui/States';
import { RoleEditor } from './RoleEditor';
import css from './Roles.module.css';

export function Roles({ id, onSelect }: { id: string | null; onSelect: (id: string | null) => void }) {
  const { t } = useTranslation();
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
                      <span className={css.count}>{t('settings.people', { count: people(role.id) })}</span>
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

function NewRole({ onClose, onCreated }: { onClose: () => void; onCreated: (id: string) => void }) {
  const { t } = useTranslation();
  const calls = usePeopleCalls();
  const [name, setName] = useState('');
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    if (!name.trim()) {
      setError(t('settings.needRoleName'));
      return;
    }
    setBusy(true);
    try {
      onCreated((await calls.createRole({ name: name.trim() })).id);
    } catch (cause) {
      setError(cause instanceof ApiError ? (cause.fieldMessage('name') ?? cause.message) : String(cause));
      setBusy(false);
    }
  };
  return (
    <Modal open title={t('settings.newRole')} okText={t('settings.createRole')} cancelText={t('common.cancel')} confirmLoading={busy} onCancel={onClose} onOk={() => void save()}>
      <FormItem label={t('settings.roleName')} required error={error} hint={t('settings.newRoleHint')}>
        {({ id, describedBy, invalid }) => (
          <Input
            id={id}
            autoFocus
            maxLength={60}
            aria-describedby={describedBy}
            status={invalid ? 'error' : undefined}
            value={name}
            onPressEnter={(event) => !event.nativeEvent.isComposing && void save()}
            onChange={(event) => {
              setName(event.target.value);
              setError(undefined);
            }}
          />
        )}
      </FormItem>
    </Modal>
  );
}
