/** What a record's head says at a glance. */
import { useTranslation } from 'react-i18next';
import type { FieldValue, ObjectMeta, RecordData } from '@/api/types';
import { kindOf } from '@/fields/registry';
import { highlightsOf } from './highlights';
import css from './Header.module.css';

/** In a row that scrolls sideways, or where `tight` in two columns. */
export function Facts({ meta, record, tight = false }: { meta: ObjectMeta; record: RecordData; tight?: boolean }) {
  const { t } = useTranslation();
  const facts = highlightsOf(meta, record);
  if (facts.length === 0) return null;
  return (
    // Scrolls sideways on a phone, so the keyboard must be able to get there.
    <div className={css.facts} role="group" aria-label={t('record.facts')} data-tight={tight || undefined} tabIndex={tight ? undefined : 0}>
      <dl>
        {facts.map((field) => {
          const { Cell } = kindOf(field);
          return (
            <div key={field.name} className={css.fact}>
              <dt>{field.label}</dt>
              <dd>
                <Cell field={field} value={record[field.name] as FieldValue} record={record} look="plain" />
              </dd>
            </div>
          );
        })}
      </dl>
    </div>
  );
}
