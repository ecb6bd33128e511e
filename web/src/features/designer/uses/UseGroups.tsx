/** What uses a field, by kind, each with the way to it. It opens beside: what is being edited here stays as it is. */
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Tag } from '@/ui/Tag';
import type { Group, Use } from './groups';
import css from './uses.module.css';

export function UseGroups({ groups, going = false }: { groups: Group[]; /** The field is about to go. */ going?: boolean }) {
  const { t } = useTranslation();
  return (
    <dl className={css.groups}>
      {groups.map(({ kind, uses, unseen }) => (
        <div key={kind} className={css.group}>
          <dt>{t(`designer.uses.kind.${kind}`)}</dt>
          <dd>
            <ul className={css.list}>
              {uses.map((use) => (
                <li key={use.key}>
                  <Way use={use} />
                  {use.detail.length > 0 && <span className={css.detail}>{use.detail.join(' · ')}</span>}
                  {going && use.breaks && <Tag tone="warn">{t('designer.uses.breaks')}</Tag>}
                </li>
              ))}
              {unseen > 0 && <li className={css.detail}>{t('designer.uses.unseen', { count: unseen })}</li>}
            </ul>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Way({ use: { label, to } }: { use: Use }) {
  if (!to) return <span>{label}</span>;
  return (
    <Link to={to.path} params={{ object: to.object } as never} search={(to.search ?? {}) as never} target="_blank" className={css.link}>
      {label}
    </Link>
  );
}
