/** The company's rules of sign-in. */
import { useState } from 'react';
import { Button, InputNumber } from 'antd';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { rolesQuery } from '@/features/users/api';
import { FormItem } from '@/ui/FormItem';
import { Notice } from '@/ui/Notice';
import { Bars, ErrorState } from '@/ui/States';
import { ManySelect } from '@/ui/ManySelect';
import { toast } from '@/ui/toast';
import { securityQuery, trustCalls, type SecurityChange } from './api';
import { linesOf, Networks } from './Networks';
import css from './trust.module.css';

export function Rules() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const query = useQuery(securityQuery);
  const known = useQuery(rolesQuery).data;
  const [changes, setChanges] = useState<SecurityChange>({});
  // What is typed is kept as it is until it is saved.
  const [networks, setNetworks] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  if (query.isError && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Bars rows={3} />;
  const roles: { id: string; name: string }[] = known ?? query.data.second_factor_roles;
  const chosen = changes.second_factor_roles ?? query.data.second_factor_roles.map((role) => role.id);
  const save = async () => {
    setBusy(true);
    try {
      queryClient.setQueryData(securityQuery.queryKey, await trustCalls.changeRules(changes));
      setChanges({});
      setNetworks(null);
      toast({ text: t('trust.rulesSaved') });
    } catch (cause) {
      if (!(cause instanceof ApiError)) throw cause;
      setRefusal(cause);
    } finally {
      setBusy(false);
    }
  };
  const change = (next: SecurityChange) => {
    setChanges({ ...changes, ...next });
    setRefusal(null);
  };
  return (
    <div className={css.stack}>
      {refusal && refusal.errors.length === 0 && <Notice tone="bad" alert title={refusal.code === 'offline' ? t('errors.offlineHint') : refusal.message} />}
      <FormItem label={t('trust.passwordMin')} error={refusal?.fieldMessage('password_min')}>
        {({ id }) => <InputNumber id={id} min={8} max={64} precision={0} value={changes.password_min ?? query.data.password_min} onChange={(least) => change({ password_min: least ?? 8 })} />}
      </FormItem>
      <FormItem
        label={t('trust.factorRoles')}
        error={refusal?.fieldMessage('second_factor_roles')}
        hint={t('trust.factorRolesHint', { have: query.data.second_factor_people, missing: query.data.second_factor_missing })}
      >
        {({ id, describedBy }) => (
          <ManySelect
            id={id}
            className={css.wide}
            aria-describedby={describedBy}
            placeholder={t('trust.noRole')}
            value={chosen}
            options={roles.map((role) => ({ value: role.id, label: role.name }))}
            optionFilterProp="label"
            onChange={(ids: string[]) => change({ second_factor_roles: ids })}
          />
        )}
      </FormItem>
      <Networks
        text={networks ?? query.data.networks.join('\n')}
        ownAddress={query.data.own_address}
        error={refusal?.errors
          .filter((one) => one.field === 'networks')
          .map((one) => one.message)
          .join(' ')}
        onChange={(text) => {
          setNetworks(text);
          change({ networks: linesOf(text) });
        }}
      />
      <div>
        <Button loading={busy} disabled={Object.keys(changes).length === 0} onClick={() => void save()}>
          {t('common.save')}
        </Button>
      </div>
    </div>
  );
}
