/** Which related lists stand beside a record, and in which order. */
import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { relationName, type Relation } from '@/features/record/related';
import { IconButton } from '@/ui/IconButton';
import { ObjectIcon } from '@/ui/icons';
import { Toggle } from '@/ui/Toggle';
import { shift } from './draft';
import css from './Designer.module.css';

export interface RelatedEditorProps {
  relations: Relation[];
  value: string[] | null;
  onChange: (value: string[] | null) => void;
}

export function RelatedEditor({ relations, value, onChange }: RelatedEditorProps) {
  const { t } = useTranslation();
  const all = relations.map(relationName);
  const shown = (value ?? all).filter((name) => all.includes(name));
  const rest = all.filter((name) => !shown.includes(name));
  const row = (name: string, at: number | null) => {
    const relation = relations.find((one) => relationName(one) === name);
    if (!relation) return null;
    const label = relation.named ? t('record.relatedBy', { name: relation.object.plural, field: relation.field.label }) : relation.object.plural;
    return (
      <li key={name} className={css.relation} data-off={at === null || undefined}>
        <ObjectIcon name={relation.object.icon} size={15} />
        <span className={css.label}>{label}</span>
        {at === null ? (
          <IconButton size="small" label={t('layouts.show', { name: label })} onClick={() => onChange([...shown, name])}>
            <Plus size={15} aria-hidden />
          </IconButton>
        ) : (
          <>
            <IconButton size="small" label={t('layouts.up', { name: label })} disabled={at === 0} onClick={() => onChange(shift(shown, at, -1))}>
              <ArrowUp size={15} aria-hidden />
            </IconButton>
            <IconButton size="small" label={t('layouts.down', { name: label })} disabled={at === shown.length - 1} onClick={() => onChange(shift(shown, at, 1))}>
              <ArrowDown size={15} aria-hidden />
            </IconButton>
            <IconButton size="small" label={t('layouts.hide', { name: label })} onClick={() => onChange(shown.filter((one) => one !== name))}>
              <X size={15} aria-hidden />
            </IconButton>
          </>
        )}
      </li>
    );
  };
  return (
    <section className={css.related} aria-label={t('layouts.related')}>
      <h2 className={css.subtitle}>{t('layouts.related')}</h2>
      <Toggle label={t('layouts.allRelated')} hint={t('layouts.allRelatedHint')} checked={value === null} onChange={(on) => onChange(on ? null : all)} />
      {value !== null && (
        <ul>
          {shown.map(row)}
          {rest.map((name) => row(name, null))}
        </ul>
      )}
    </section>
  );
}
