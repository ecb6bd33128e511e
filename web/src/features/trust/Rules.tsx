/** The company's rules of sign-in. */
import { useState } from 'react';
import { Button, InputNumber, Select } from 'antd';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { rolesQuery } from '@/features/users/api';
import { FormItem } from '@/ui/FormItem';
import { Bars, ErrorState } from '@/ui/States';
import { toast } from '@/ui/toast';
import { securityQuery, trustCalls } from './api';
import css from './trust.module.css';

export function Rules() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const query = useQuery(securityQuery);
  const roles = useQuery(rolesQuery).data ?? [];
  const [changes, setChanges] = useState<{ password_min?: number; second_factor_roles?: string[] }>({});
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  if (query.isError && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Bars rows={3} />;
  const chosen = changes.second_factor_roles ?? query.data.second_factor_roles.map((role) => role.id);
  const save = async () => {
    setBusy(true);
    try {
      queryClient.setQueryData(securityQuery.queryKey, await trustCalls.changeRules(changes));
      setChanges({});
      toast({ text: t('trust.rulesSaved') });
    } catch (cause) {
      const problem = cause instanceof ApiError ? cause : null;
      setError(problem?.errors[0]?.message ?? problem?.message ?? String(cause));
    }
    setBusy(false);
  };
  const change = (next: typeof changes) => {
    setChanges({ ...changes, ...next });
    setError(null);
  };
  return (
    <div className={css.stack}>
      <FormItem label={t('trust.passwordMin')}>
        {({ id }) => <InputNumber id={id} min={8} max={64} precision={0} value={changes.password_min ?? query.data.password_min} onChange={(least) => change({ password_min: least ?? 8 })} />}
      </FormItem>
      <FormItem
        label={t('trust.factorRoles')}
        error={error}
        hint={t('trust.factorRolesHint', { have: query.data.second_factor_people, missing: query.data.second_factor_missing })}
      >
        {({ id, describedBy }) => (
          <Select
            id={id}
            className={css.wide}
            mode="multiple"
            aria-describedby={describedBy}
            placeholder={t('trust.noRole')}
            value={chosen}
            options={roles.map((role) => ({ value: role.id, label: role.name }))}
            optionFilterProp="label"
            onChange={(ids: string[]) => change({ second_factor_roles: ids })}
          />
        )}
      </FormItem>
      <div>
        <Button loading={busy} disabled={Object.keys(changes).length === 0} onClick={() => void save()}>
          {t('common.save')}
        </Button>
      </div>
    </div>
  );
}
