/** The filters of the log in one row; each stands in the address. */
import { Button, Select } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useObjects } from '@/api/meta';
import { usersQuery } from '@/features/users/api';
import type { Field } from '@/api/types';
import { registry } from '@/fields/registry';
import { GROUPS, type AuditFilter } from './api';
import css from './AuditLog.module.css';

const { Editor: DateEditor } = registry.date;
/** A day that is no field of a record. */
const DAY = { name: 'day', kind: 'date', required: false } as unknown as Field;

export function AuditFilters({ filter, onFilter }: { filter: AuditFilter; onFilter: (filter: AuditFilter) => void }) {
  const { t } = useTranslation();
  const users = useQuery(usersQuery).data ?? [];
  const objects = useObjects();
  const set = (name: keyof AuditFilter, value: string | undefined) => {
    const next = { ...filter };
    if (value) next[name] = value;
    else delete next[name];
    onFilter(next);
  };
  const choices = [
    { name: 'actor', placeholder: t('audit.anyone'), options: users.map((user) => ({ value: user.id, label: user.name })) },
    { name: 'object', placeholder: t('audit.anyObject'), options: objects.map((object) => ({ value: object.name, label: object.label })) },
    { name: 'action', placeholder: t('audit.anyKind'), options: GROUPS.map((group) => ({ value: `${group}.`, label: t(`audit.group.${group}`) })) },
  ] as const;
  return (
    <div className={css.filters} role="group" aria-label={t('audit.filters')}>
      {choices.map(({ name, placeholder, options }) => (
        <Select
          key={name}
          className={css.choice}
          allowClear={{ label: t('common.clear') }}
          showSearch={{ optionFilterProp: 'label' }}
          aria-label={placeholder}
          placeholder={placeholder}
          value={filter[name]}
          options={[...options]}
          onChange={(value?: string) => set(name, value)}
        />
      ))}
      <span className={css.days}>
        {(['from', 'to'] as const).map((name) => (
          <DateEditor key={name} field={{ ...DAY, label: t(`audit.${name}`) }} value={filter[name] ?? null} onChange={(day) => set(name, day as string | undefined)} />
        ))}
      </span>
      {filter.record && (
        <Button icon={<X size={14} aria-hidden />} onClick={() => set('record', undefined)}>
          {t('audit.oneRecord')}
        </Button>
      )}
    </div>
  );
}
