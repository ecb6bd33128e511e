/** The company's rules of sign-in. */
import { useState } from 'react';
import { Button, InputNumber } from 'antd';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { rolesQuery } from '@/features/users/api';
import { FormItem } from '@/ui/FormItem';
import { RefusalNotice } from '@/ui/RefusalNotice';
import { Bars, ErrorState } from '@/ui/States';
import { ManySelect } from '@/ui/ManySelect';
import { toast } from '@/ui/toast';
import { useSave } from '@/ui/useSave';
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
  const { save, saving, refusal, forget } = useSave();
  if (query.isError && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Bars rows={3} />;
  const roles: { id: string; name: string }[] = known ?? query.data.second_factor_roles;
  const chosen = changes.second_factor_roles ?? query.data.second_factor_roles.map((role) => role.id);
  const send = () =>
    save(async () => {
      queryClient.setQueryData(securityQuery.queryKey, await trustCalls.changeRules(changes));
      setChanges({});
      setNetworks(null);
      toast({ text: t('trust.rulesSaved') });
    });
  const change = (next: SecurityChange) => {
    setChanges({ ...changes, ...next });
    forget();
  };
  return (
    <div className={css.stack}>
      <RefusalNotice refusal={refusal} />
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
        <Button loading={saving} disabled={Object.keys(changes).length === 0} onClick={() => void send()}>
          {t('common.save')}
        </Button>
      </div>
    </div>
  );
}
