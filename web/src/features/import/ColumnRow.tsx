/** One column of the file: its name, samples, and the field that it fills. */
import { useMemo, type ReactNode } from 'react';
import { Button, Select } from 'antd';
import { ArrowRight, Plus, Sparkles } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Field } from '@/api/types';
import { ObjectIcon } from '@/ui/icons';
import type { Link } from './links';
import type { ImportColumn } from './types';
import css from './ColumnRow.module.css';

export interface ColumnRowProps {
  column: ImportColumn;
  fields: Field[];
  links: Link[];
  value: string | null;
  /** field → header of the column that fills it now */
  usedBy: Map<string, string>;
  guessed: boolean;
  wrong: boolean;
  /** The column is named after a field that the system computes. */
  computed?: Field;
  onChoose: (field: string | null) => void;
  onNewField?: () => void;
}

const SKIP = '';

/** A field, or the fields of a linked object under its name. */
interface Target {
  value?: string;
  label: ReactNode;
  title?: string;
  search?: string;
  required?: boolean;
  /** The kind, or the column that has the field now. */
  note?: string;
  options?: Target[];
}

const renderTarget = ({ data }: { data: Target }) => (
  <span className={css.option}>
    <span>
      {data.label}
      {data.required && <span className={css.star}> *</span>}
    </span>
    <span className={css.kind}>{data.note}</span>
  </span>
);

export function ColumnRow({ column, fields, links, value, usedBy, guessed, wrong, computed, onChoose, onNewField }: ColumnRowProps) {
  const { t } = useTranslation();
  const header = column.header || t('import.unnamed', { number: column.index + 1 });
  const options = useMemo((): Target[] => {
    const target = (field: Field, link?: Link) => {
      const path = link ? `${link.name}.${field.name}` : field.name;
      const other = usedBy.get(path);
      const label = link ? t('import.linkField', { object: link.label, field: field.label }) : field.label;
      return {
        value: path,
        label,
        search: `${label} ${path}`.toLowerCase(),
        required: field.required,
        note: other && other !== column.header ? t('import.usedBy', { column: other }) : t(`fields.kind.${field.kind}`),
      };
    };
    const group = (link: Link) => ({
      label: (
        <span className={css.group}>
          <ObjectIcon name={link.object.icon} size={14} aria-hidden />
          {link.label}
        </span>
      ),
      title: link.label,
      options: link.fields.map((field) => target(field, link)),
    });
    const skip = { value: SKIP, label: t('import.skip'), search: t('import.skip').toLowerCase(), required: false, note: '' };
    return [skip, ...fields.map((field) => target(field)), ...links.map(group)];
  }, [fields, links, usedBy, column.header, t]);
  const samples = column.samples.filter((sample) => sample.trim() !== '');
  return (
    <li className={css.row} data-skipped={value === null || undefined}>
      <div className={css.header}>
        <span className={css.name} title={header}>
          {header}
        </span>
        {guessed && (
          <span className={css.guess}>
            <Sparkles size={12} aria-hidden />
            {t('import.guessed')}
          </span>
        )}
      </div>
      <p className={css.samples}>
        {computed && value === null && <span className={css.computed}>{t('import.computed', { field: computed.label })}</span>}
        {samples.length ? samples.slice(0, 3).map((sample, i) => <span key={i}>{sample}</span>) : <span>{t('import.noSamples')}</span>}
      </p>
      <ArrowRight className={css.arrow} size={15} strokeWidth={1.75} aria-hidden />
      <Select
        className={css.select}
        aria-label={t('import.fieldOf', { column: header })}
        value={value ?? SKIP}
        status={wrong ? 'error' : undefined}
        options={options}
        showSearch={{ filterOption: (text, option) => option?.search?.includes(text.toLowerCase()) ?? false }}
        onChange={(next: string) => onChoose(next === SKIP ? null : next)}
        optionRender={renderTarget}
        // A render function of the select, not a component of ours.
        popupRender={(menu) => (
          <>
            {menu}
            {onNewField && (
              <div className={css.extra}>
                <Button type="text" block icon={<Plus size={15} aria-hidden />} onClick={onNewField}>
                  {t('import.newField', { column: header })}
                </Button>
              </div>
            )}
          </>
        )}
      />
    </li>
  );
}
