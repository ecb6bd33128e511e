/** Records that may be the same: who has them, how fresh they are, and why. */
import { Link } from '@tanstack/react-router';
import { Lock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ReactNode } from 'react';
import type { DuplicateItem, DuplicateReason } from './api';
import css from './duplicates.module.css';

export function Reasons({ reasons }: { reasons: DuplicateReason[] }) {
  const { t } = useTranslation();
  return (
    <span className={css.reasons}>
      {reasons.map((reason) => (
        <span key={reason.field} className={css.reason} data-similar={reason.similar || undefined}>
          {t(reason.similar ? 'form.duplicateNear' : 'form.duplicateSame', { name: reason.label })}
        </span>
      ))}
    </span>
  );
}

export function Candidates({ object, items, action }: { object: string; items: DuplicateItem[]; action?: (item: DuplicateItem) => ReactNode }) {
  const { t } = useTranslation();
  return (
    <ul className={css.list}>
      {items.map((item, index) => (
        <li key={item.id ?? index} className={css.row}>
          <span className={css.main}>
            {item.id ? (
              <Link className={css.name} to="/o/$object/$id" params={{ object, id: item.id }} search={{}} target="_blank">
                {item.name || t('form.duplicateUnnamed')}
              </Link>
            ) : (
              <span className={css.hidden}>
                <Lock size={13} aria-hidden /> {t('form.duplicateHidden')}
              </span>
            )}
            <Reasons reasons={item.reasons} />
          </span>
          <span className={css.about}>
            {[item.owner?.name, item.last_follow_up_on && t('form.duplicateLast', { date: item.last_follow_up_on })].filter(Boolean).join(' · ')}
          </span>
          {action?.(item)}
        </li>
      ))}
    </ul>
  );
}
