/** What differs, under a heading for each object, for roles, rules and settings. */
import { CircleMinus, CirclePlus, Equal, Pencil, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Tag } from '@/ui/Tag';
import { sectionsOf, type Change, type Deed } from './api';
import css from './Changes.module.css';

const ICONS = { created: CirclePlus, changed: Pencil, removed: CircleMinus, kept: Equal };
const TONES = { created: 'ok', changed: 'info', removed: 'bad', kept: 'grey' } as const satisfies Record<Deed, string>;

export function Changes({ changes }: { changes: readonly Change[] }) {
  const { t } = useTranslation();
  return (
    <div className={css.all}>
      {sectionsOf(changes).map((section) => (
        <section key={section.key} className={css.section}>
          <h3 className={css.heading}>{section.label ?? t(`config.group.${section.group}`)}</h3>
          <ul className={css.list}>
            {section.changes.map((change) => (
              <Row key={`${change.deed} ${change.group} ${change.name}`} change={change} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function Row({ change }: { change: Change }) {
  const { t } = useTranslation();
  const Icon = ICONS[change.deed];
  return (
    <li className={css.row} data-deed={change.deed}>
      <Icon className={css.icon} size={16} strokeWidth={1.75} aria-hidden />
      <div className={css.what}>
        <p className={css.line}>
          {change.object && <span className={css.kind}>{change.group === 'sharing_rule' ? change.object_label : t(`config.group.${change.group}`)}</span>}
          <span className={css.name}>{change.label}</span>
          {change.label !== change.name && change.group !== 'setting' && <code className={css.api}>{change.name}</code>}
          <Tag tone={TONES[change.deed]}>{t(`config.deed.${change.deed}`)}</Tag>
          {change.danger && (
            <span className={css.danger}>
              <TriangleAlert size={14} aria-hidden />
              {t('config.danger')}
            </span>
          )}
        </p>
        {change.differences.length > 0 && (
          <dl className={css.differences}>
            {change.differences.map((it) => (
              <div key={it.path} className={css.difference}>
                <dt title={it.path}>{it.label}</dt>
                <dd>
                  <del>{it.old ?? t('config.nothing')}</del>
                  <span aria-hidden>→</span>
                  <ins>{it.new ?? t('config.nothing')}</ins>
                </dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </li>
  );
}
