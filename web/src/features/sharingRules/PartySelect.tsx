/** Departments, roles and people in one list of choices. */
import { useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { departmentsQuery, rolesQuery, usersQuery } from '@/features/users/api';
import { ManySelect } from '@/ui/ManySelect';
import { GROUPS, keyOf, keysOf, partyOf, type Party, type PartyIds } from './api';
import css from './SharingRules.module.css';

interface PartySelectProps {
  id: string;
  value: PartyIds;
  /** Names of what was chosen before, while the lists are on their way. */
  known: Party | null;
  describedBy?: string;
  invalid: boolean;
  onChange: (value: PartyIds) => void;
}

export function PartySelect({ id, value, known, describedBy, invalid, onChange }: PartySelectProps) {
  const { t } = useTranslation();
  const users = useQuery(usersQuery);
  const roles = useQuery(rolesQuery);
  const departments = useQuery(departmentsQuery);
  const options = useMemo(() => {
    const all = {
      users: (users.data ?? known?.users ?? []).filter((one) => !('active' in one) || one.active || value.users.includes(one.id)),
      roles: roles.data ?? known?.roles ?? [],
      departments: departments.data ?? known?.departments ?? [],
    };
    return GROUPS.map((group) => ({
      label: t(`shared.group.${group}`),
      title: t(`shared.group.${group}`),
      options: all[group].map((one) => ({ value: keyOf(group, one.id), label: one.name })),
    }));
  }, [users.data, roles.data, departments.data, known, value.users, t]);
  return (
    <ManySelect
      id={id}
      className={css.full}
      aria-describedby={describedBy}
      status={invalid ? 'error' : undefined}
      value={keysOf(value)}
      options={options}
      optionFilterProp="label"
      loading={users.isFetching || roles.isFetching || departments.isFetching}
      placeholder={t('shared.choose')}
      onChange={(keys: string[]) => onChange(partyOf(keys))}
    />
  );
}
