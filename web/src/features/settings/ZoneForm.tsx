/** The time zone of a person, out of all that the browser knows; chosen, it is saved. */
import { useMemo, useState } from 'react';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { reasonOf } from '@/api/reason';
import type { Me } from '@/api/types';
import { FormItem } from '@/ui/FormItem';
import { useSaveMe } from './saveMe';
import css from './Profile.module.css';

export function ZoneForm({ me }: { me: Me }) {
  const { t } = useTranslation();
  const save = useSaveMe();
  const [error, setError] = useState<string>();
  const zones = useMemo(() => {
    const known = typeof Intl.supportedValuesOf === 'function' ? Intl.supportedValuesOf('timeZone') : [];
    return [...new Set([me.zone, me.company.zone, ...known])];
  }, [me.zone, me.company.zone]);
  return (
    <FormItem label={t('settings.zone')} error={error} hint={t('settings.zoneHint', { now: clockIn(me.zone) })}>
      {({ id, describedBy }) => (
        <Select
          id={id}
          className={css.zone}
          aria-describedby={describedBy}
          showSearch
          value={me.zone}
          options={zones.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
          onChange={(zone: string) => {
            save({ zone }).then(
              () => setError(undefined),
              (cause) => setError(reasonOf(cause, t)),
            );
          }}
        />
      )}
    </FormItem>
  );
}

function clockIn(zone: string): string {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format();
  } catch {
    return '';
  }
}
