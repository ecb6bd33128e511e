/** Who may see a record, what they may do, and why. */
import { Button, Modal } from 'antd';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ObjectMeta } from '@/api/types';
import { useFormatContext } from '@/fields/context';
import { dayOf } from '@/fields/format/date';
import { Person } from '@/fields/shared/show';
import { Bars, ErrorState } from '@/ui/States';
import { conditionWords } from './conditionWords';
import { peopleQuery, type Access, type Reason } from './api';
import css from './dialog.module.css';

/** The same grant under several actions is told once. */
function reasonsOf(access: Access): Reason[] {
  const found = new Map<string, Reason>();
  for (const { reasons } of access.actions) for (const reason of reasons) found.set(JSON.stringify(reason), reason);
  return [...found.values()];
}

function useWords(meta: ObjectMeta) {
  const { t } = useTranslation();
  const context = useFormatContext();
  const { zone } = context;
  return (reason: Reason) => {
    if (reason.kind === 'everybody') return t('sharing.why.everybody');
    if (reason.kind === 'rule' && reason.condition) return t('sharing.why.ruleWith', { rule: reason.rule ?? '', condition: conditionWords(reason.condition, meta, context, () => '…') });
    if (reason.kind === 'rule') return t('sharing.why.rule', { rule: reason.rule ?? '' });
    if (reason.kind === 'team') return reason.until ? t('sharing.why.teamUntil', { day: dayOf(reason.until, zone) }) : t('sharing.why.team');
    return t('sharing.why.role', { role: reason.role ?? '', scope: t(`sharing.scope.${reason.scope ?? 'own'}`) });
  };
}

export function AccessDialog({ meta, id, onClose }: { meta: ObjectMeta; id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const words = useWords(meta);
  const query = useInfiniteQuery(peopleQuery(meta.name, id));
  const people = query.data?.pages.flatMap((page) => page.items);
  const total = query.data?.pages[0]?.total ?? 0;
  return (
    <Modal open title={t('sharing.whoSees')} footer={null} onCancel={onClose}>
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Bars rows={5} />}
      {people && (
        <ul className={css.list} aria-label={t('sharing.whoSees')} tabIndex={0}>
          {people.map((access) => (
            <li key={access.user.id} className={css.item}>
              <span className={css.line}>
                <Person value={access.user} size={24} />
                <span className={css.may}>{access.actions.map(({ action }) => t(`sharing.action.${action}`)).join(t('sharing.comma'))}</span>
              </span>
              <span className={css.why}>{reasonsOf(access).map(words).join(t('sharing.semicolon'))}</span>
            </li>
          ))}
        </ul>
      )}
      {people && query.hasNextPage && (
        <Button block type="text" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('sharing.more', { count: total - people.length })}
        </Button>
      )}
    </Modal>
  );
}
