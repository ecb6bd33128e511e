/** What becomes of the records of each linked object: how one that is there is found, and what is done then. */
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { ObjectIcon } from '@/ui/icons';
import { ManySelect } from '@/ui/ManySelect';
import { actionsOf, comparable, filledOf, linkFaults, linkPlan, type Link } from './links';
import type { ImportPlan, LinkAction, LinkPlan } from './types';
import css from './LinkPanel.module.css';

export interface LinkPanelProps {
  links: Link[];
  plan: ImportPlan;
  onPlan: (plan: ImportPlan) => void;
}

export function LinkPanel({ links, plan, onPlan }: LinkPanelProps) {
  const { t } = useTranslation();
  if (links.length === 0) return null;
  return (
    <section className={css.links} aria-label={t('import.linked')}>
      <p className={css.title}>{t('import.linked')}</p>
      {links.map((link) => (
        <LinkCard key={link.name} link={link} plan={plan} onLink={(next) => onPlan({ ...plan, links: { ...plan.links, [link.name]: next } })} />
      ))}
      <p className={css.hint}>{t('import.linkedHint')}</p>
    </section>
  );
}

function LinkCard({ link, plan, onLink }: { link: Link; plan: ImportPlan; onLink: (next: LinkPlan) => void }) {
  const { t } = useTranslation();
  const chosen = linkPlan(plan, link);
  const filled = filledOf(plan, link);
  const faults = linkFaults(plan, link);
  const keys = link.fields.filter((field) => filled.includes(field.name));
  const named = { object: link.label };
  return (
    <div className={css.card} role="group" aria-label={link.label}>
      <p className={css.name}>
        <span className={css.icon} data-tone={link.object.color}>
          <ObjectIcon name={link.object.icon} size={14} aria-hidden />
        </span>
        {link.label}
        <span className={css.count}>{t('import.linkColumns', { count: filled.length })}</span>
      </p>
      <Select<LinkAction>
        className={css.select}
        aria-label={t('import.linkActionOf', named)}
        value={chosen.action}
        options={actionsOf(link).map((action) => ({ value: action, label: t(`import.linkAction.${action}`) }))}
        onChange={(action) => onLink({ ...chosen, action })}
      />
      <p className={css.hint}>{t(`import.linkHint.${chosen.action}`, named)}</p>
      <ManySelect
        className={css.select}
        aria-label={t('import.linkKeyOf', named)}
        status={faults.needsKey || faults.key.length ? 'warning' : undefined}
        value={chosen.key}
        placeholder={comparable(link, filled) ? t('import.linkByCheck') : t('import.linkKey')}
        options={keys.map((field) => ({ value: field.name, label: field.label }))}
        onChange={(key: string[]) => onLink({ ...chosen, key })}
      />
      <p className={css.hint}>{t(chosen.key.length ? 'import.keyHint' : comparable(link, filled) ? 'import.linkByCheckHint' : 'import.linkKey')}</p>
    </div>
  );
}
