/** What would keep a field from becoming sensitive, told before that is saved. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/meta';
import { Notice } from '@/ui/Notice';
import { usesQuery } from './api';
import { groupsOf } from './groups';
import { UseGroups } from './UseGroups';

export function UsersBefore({ object, field }: { object: string; field: string }) {
  const { t } = useTranslation();
  const me = useMe();
  const { data } = useQuery(usesQuery(object, field));
  if (!data?.items.length) return null;
  const groups = groupsOf(t, { ...data, layouts: [], places: [], views: [], private_views: { value: 0, exact: true } }, object, me.admin);
  return (
    <Notice tone="warn" alert title={t('designer.sensitiveUsed')}>
      <UseGroups groups={groups} />
    </Notice>
  );
}
