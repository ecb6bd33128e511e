/** Sections that stand above everything else: what one has to know before the first word, such as habits and taboos. */
import { ChevronDown, Sparkles } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { laidOut, layoutFor } from '@/api/layout';
import { isWritable } from '@/api/meta';
import type { Field, ObjectMeta, RecordData } from '@/api/types';
import { isEmpty } from '@/fields/types';
import { useTurned } from '@/ui/useTurned';
import { applyRules } from '@/rules/apply';
import { InPlace } from './InPlace';
import type { Arrivals } from './useArrivals';
import type { RecordEdit } from './useRecordEdit';
import css from './TopCards.module.css';

interface TopCardsProps {
  meta: ObjectMeta;
  record: RecordData;
  edit: RecordEdit;
  canEdit: boolean;
  arrivals: Arrivals;
}

export function TopCards({ meta, record, edit, canEdit, arrivals }: TopCardsProps) {
  const { t } = useTranslation();
  const [opened, turn] = useTurned();
  const ruling = applyRules(meta, record);
  const sections = laidOut(meta, layoutFor(meta, record), (field) => field.kind !== 'lines' && !ruling.hidden.has(field.name)).filter((section) => section.card && section.fields.length > 0);
  const told = (field: Field) => !isEmpty(record[field.name]) || edit.refusals[field.name] !== undefined || edit.conflicts[field.name] !== undefined;
  return sections.map((section) => {
    const open = opened.has(section.key);
    const filled = section.fields.filter(told);
    const fields = open ? section.fields : filled;
    const empty = section.fields.length - filled.length;
    const editable = canEdit && section.fields.some(isWritable);
    // Nothing is known and nothing can be said: no card.
    if (filled.length === 0 && !editable) return null;
    return (
      <section key={section.key} className={css.card} aria-label={section.label}>
        <h2 className={css.heading}>
          <Sparkles size={14} aria-hidden />
          {section.label}
        </h2>
        {fields.length > 0 && (
          <dl className={css.fields}>
            {fields.map((field) => (
              <InPlace key={field.name} field={field} record={record} edit={edit} canEdit={canEdit && !ruling.locked.has(field.name)} locked={ruling.locked.has(field.name)} isStage={false} look="label" arrival={arrivals[field.name]} />
            ))}
          </dl>
        )}
        {filled.length === 0 && !open && <p className={css.none}>{t('record.cardEmpty')}</p>}
        {empty > 0 && editable && (
          <button type="button" className={css.more} aria-expanded={open} onClick={() => turn(section.key)}>
            {open ? t('record.cardLess') : filled.length === 0 ? t('record.cardFill') : t('record.cardMore', { count: empty })}
            <ChevronDown size={14} aria-hidden />
          </button>
        )}
      </section>
    );
  });
}
