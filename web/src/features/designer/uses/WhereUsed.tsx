/** Where a field is used: one line, which unfolds to the places. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/meta';
import { usesQuery } from './api';
import { groupsOf, summed } from './groups';
import { UseGroups } from './UseGroups';
import css from './uses.module.css';

export function WhereUsed({ object, field }: { object: string; field: string }) {
  const { t } = useTranslation();
  const me = useMe();
  const uses = useQuery(usesQuery(object, field));
  const name = <span className={css.name}>{t('designer.uses.title')}</span>;
  if (!uses.data) {
    return (
      <p className={css.line} role="status">
        {name}
        {uses.isError ? (
          <>
            {t('designer.uses.failed')}
            <button type="button" className={css.link} onClick={() => void uses.refetch()}>
              {t('common.retry')}
            </button>
          </>
        ) : (
          t('designer.uses.looking')
        )}
      </p>
    );
  }
  const groups = groupsOf(t, uses.data, object, me.admin);
  if (groups.length === 0) {
    return (
      <p className={css.line}>
        {name}
        {t('designer.uses.none')}
      </p>
    );
  }
  return (
    <details className={css.block}>
      <summary>
        {name}
        {summed(t, groups)}
      </summary>
      <UseGroups groups={groups} />
    </details>
  );
}
