/** The fields of a record by the sections and tabs of its layout. */
import { useState } from 'react';
import { ChevronDown, Eye, EyeOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { laidOut, layoutFor, type Laid } from '@/api/layout';
import type { Field, ObjectMeta, RecordData } from '@/api/types';
import { isEmpty } from '@/fields/types';
import { IconButton } from '@/ui/IconButton';
import { panelProps, TabBar } from '@/ui/TabBar';
import { readStored, writeStored } from '@/ui/storage';
import { useTurned } from '@/ui/useTurned';
import { applyRules } from '@/rules/apply';
import { InPlace } from './InPlace';
import { OwnerWhy } from './OwnerWhy';
import type { Arrivals } from './useArrivals';
import type { RecordEdit } from './useRecordEdit';
import css from './FieldPanel.module.css';

export interface FieldPanelProps {
  meta: ObjectMeta;
  record: RecordData;
  edit: RecordEdit;
  canEdit: boolean;
  arrivals?: Arrivals;
}

const NONE: Arrivals = {};

const isBool = (value: unknown): value is boolean => typeof value === 'boolean';

export function FieldPanel({ meta, record, edit, canEdit, arrivals = NONE }: FieldPanelProps) {
  const { t } = useTranslation();
  const [hideEmpty, setHideEmpty] = useState(() => readStored('record.hideEmpty', isBool) ?? false);
  const toggle = () => {
    setHideEmpty(!hideEmpty);
    writeStored('record.hideEmpty', !hideEmpty);
  };
  const layout = layoutFor(meta, record);
  // Sub-tables and cards have places of their own.
  const sections = laidOut(meta, layout, (field) => field.kind !== 'lines').filter((section) => section.fields.length > 0 && !section.card);
  const [tab, setTab] = useState(0);
  const [turned, turn] = useTurned();
  const ruling = applyRules(meta, record);
  const applies = (field: Field) => !ruling.hidden.has(field.name);
  const visible = (field: Field) => !hideEmpty || !isEmpty(record[field.name]) || edit.refusals[field.name] !== undefined || edit.conflicts[field.name] !== undefined || arrivals[field.name] !== undefined;
  const hidden = sections.flatMap((section) => section.fields).filter((field) => applies(field) && !visible(field)).length;
  const label = hideEmpty ? t('record.showEmpty', { count: hidden }) : t('record.hideEmpty');
  const open = (section: Laid) => section.collapsed === turned.has(section.key);
  const tabs = (layout.tabs ?? []).map((one, at) => ({ key: String(at), label: one.label })).filter((one) => sections.some((section) => String(section.tab) === one.key));
  const current = tabs.find((one) => one.key === String(tab))?.key ?? tabs[0]?.key;

  const show = (section: Laid) => {
    const first = section === sections[0];
    const fields = section.fields.filter((field) => applies(field) && visible(field));
    if (fields.length === 0 && !first) return null;
    return (
      <section key={section.key} className={css.section} aria-label={section.label}>
        <h3 className={css.heading}>
          {section.collapsed ? (
            <button type="button" className={css.fold} aria-expanded={open(section)} onClick={() => turn(section.key)}>
              <ChevronDown size={15} aria-hidden />
              {section.label}
            </button>
          ) : (
            section.label
          )}
          {first && (
            <IconButton size="small" label={label} aria-pressed={hideEmpty} onClick={toggle}>
              {hideEmpty ? <EyeOff size={14} aria-hidden /> : <Eye size={14} aria-hidden />}
            </IconButton>
          )}
        </h3>
        {open(section) && (
          <dl className={css.fields} data-columns={section.columns}>
            {fields.map((field) => (
              <InPlace key={field.name} field={field} record={record} edit={edit} canEdit={canEdit && !ruling.locked.has(field.name)} locked={ruling.locked.has(field.name)} isStage={field.name === meta.stage_field} arrival={arrivals[field.name]} after={meta.owned && field.name === 'owner' && field.access !== 'masked' ? <OwnerWhy field={field} record={record} /> : undefined} />
            ))}
          </dl>
        )}
      </section>
    );
  };
  return (
    <div className={css.panel}>
      {sections.filter((section) => section.tab === null).map(show)}
      {current !== undefined && (
        <div className={css.tabs}>
          <TabBar id="fields" label={t('record.tab.fields')} items={tabs} value={current} onChange={(key) => setTab(Number(key))} />
          <div {...panelProps('fields', current)}>{sections.filter((section) => String(section.tab) === current).map(show)}</div>
        </div>
      )}
      {hideEmpty && hidden > 0 && (
        <button type="button" className={css.more} onClick={toggle}>
          {t('record.showEmpty', { count: hidden })}
        </button>
      )}
    </div>
  );
}
