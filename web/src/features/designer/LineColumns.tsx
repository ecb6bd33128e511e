/** The columns of a sub-table: order, names, kinds, formulas and sums. */
import { useState } from 'react';
import { Button, Input, Select } from 'antd';
import { ArrowDown, ArrowUp, ChevronDown, ChevronRight, Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useObjects } from '@/api/meta';
import { nameIn } from '@/api/names';
import type { Kind } from '@/api/types';
import { currentLocale } from '@/i18n';
import { FormItem } from '@/ui/FormItem';
import { IconButton } from '@/ui/IconButton';
import { shift } from '@/ui/shift';
import { Toggle } from '@/ui/Toggle';
import { HAS_SCALE } from './draft';
import { LabelsInput } from './LabelsInput';
import { COLUMN_KINDS, columnAs, MOST_COLUMNS, newColumn, NUMBERS, WRITTEN_DEFAULT, type ColumnDraft } from './lineColumns';
import { OptionsEditor } from './OptionsEditor';
import css from './LineColumns.module.css';

export interface LineColumnsProps {
  columns: ColumnDraft[];
  onChange: (columns: ColumnDraft[]) => void;
  /** The column that something is wrong with, and what. */
  wrong?: string;
  message?: string;
}

export function LineColumns({ columns, onChange, wrong, message }: LineColumnsProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<string | null>(columns.find((column) => !column.known)?.key ?? null);
  const shown = wrong ?? open;
  const locale = currentLocale();
  const nameOf = (column: ColumnDraft, at: number) => nameIn(column.labels, locale) || t('designer.columnNumber', { number: at + 1 });
  const change = (key: string, part: Partial<ColumnDraft>) => onChange(columns.map((column) => (column.key === key ? { ...column, ...part } : column)));
  const add = () => {
    const column = newColumn(columns);
    onChange([...columns, column]);
    setOpen(column.key);
  };
  return (
    <div className={css.columns}>
      {columns.map((column, at) => {
        const name = nameOf(column, at);
        const isOpen = shown === column.key;
        const Chevron = isOpen ? ChevronDown : ChevronRight;
        return (
          <section key={column.key} className={css.column} data-wrong={wrong === column.key || undefined} aria-label={name}>
            <header className={css.head}>
              <button type="button" className={css.name} aria-expanded={isOpen} onClick={() => setOpen(isOpen ? null : column.key)}>
                <Chevron size={14} aria-hidden />
                <span className={css.label}>{name}</span>
                <span className={css.kind}>{column.computed ? t('designer.computed.formula') : t(`fields.kind.${column.kind}`)}</span>
              </button>
              <IconButton size="small" label={t('designer.columnUp', { name })} disabled={at === 0} onClick={() => onChange(shift(columns, at, -1))}>
                <ArrowUp size={14} aria-hidden />
              </IconButton>
              <IconButton size="small" label={t('designer.columnDown', { name })} disabled={at === columns.length - 1} onClick={() => onChange(shift(columns, at, 1))}>
                <ArrowDown size={14} aria-hidden />
              </IconButton>
              <IconButton size="small" label={t('designer.columnDrop', { name })} onClick={() => onChange(columns.filter((one) => one.key !== column.key))}>
                <Trash2 size={14} aria-hidden />
              </IconButton>
            </header>
            {isOpen && <Settings column={column} others={columns.filter((one) => one.key !== column.key)} message={wrong === column.key ? message : undefined} onChange={(part) => change(column.key, part)} />}
          </section>
        );
      })}
      <Button type="dashed" block disabled={columns.length >= MOST_COLUMNS} icon={<Plus size={15} aria-hidden />} onClick={add}>
        {t('designer.addLineColumn')}
      </Button>
    </div>
  );
}

interface SettingsProps {
  column: ColumnDraft;
  others: ColumnDraft[];
  message?: string;
  onChange: (part: Partial<ColumnDraft>) => void;
}

function Settings({ column, others, message, onChange }: SettingsProps) {
  const { t } = useTranslation();
  const objects = useObjects();
  const { kind, computed, known } = column;
  const locale = currentLocale();
  const insert = (name: string) => onChange({ formula: `${column.formula}${column.formula && !column.formula.endsWith(' ') ? ' ' : ''}${name}` });
  return (
    <div className={css.settings}>
      <FormItem label={t('designer.columnName')} required error={message}>
        {(control) => <LabelsInput control={control} name={t('designer.columnName')} autoFocus={!known} value={column.labels} onChange={(labels) => onChange({ labels })} />}
      </FormItem>
      <div className={css.two}>
        <FormItem label={t('designer.kindLabel')}>
          {({ id }) => (
            <Select
              id={id}
              disabled={known}
              value={computed ? 'formula' : kind}
              options={[...COLUMN_KINDS.map((one) => ({ value: one, label: t(`fields.kind.${one}`) })), { value: 'formula', label: t('designer.computed.formula') }]}
              onChange={(next: Kind | 'formula') => onChange(columnAs(column, next))}
            />
          )}
        </FormItem>
        {!known && (computed || HAS_SCALE.includes(kind)) && (
          <FormItem label={t('designer.scale')}>{({ id }) => <Input id={id} inputMode="numeric" value={column.scale} onChange={(event) => onChange({ scale: event.target.value })} />}</FormItem>
        )}
        {!computed && kind === 'reference' && (
          <FormItem label={t('designer.target')} required>
            {({ id }) => (
              <Select
                id={id}
                disabled={known}
                placeholder={t('fields.choose')}
                value={column.target || undefined}
                showSearch={{ optionFilterProp: 'label' }}
                options={objects.filter((one) => one.group !== 'admin').map((one) => ({ value: one.name, label: one.label }))}
                onChange={(target: string) => onChange({ target })}
              />
            )}
          </FormItem>
        )}
      </div>
      {computed && (
        <FormItem label={t('designer.formula')} required hint={t('designer.lineFormulaHint')}>
          {({ id, describedBy }) => (
            <span className={css.stack}>
              <Input.TextArea id={id} aria-describedby={describedBy} autoSize={{ minRows: 2 }} spellCheck={false} placeholder={t('designer.lineFormulaExample')} value={column.formula} onChange={(event) => onChange({ formula: event.target.value })} />
              <span className={css.parts}>
                {others
                  .filter((other) => other.computed || NUMBERS.includes(other.kind))
                  .map((other) => {
                    const label = nameIn(other.labels, locale) || other.name;
                    return (
                      <Button key={other.key} size="small" onClick={() => insert(label)}>
                        {label}
                      </Button>
                    );
                  })}
              </span>
            </span>
          )}
        </FormItem>
      )}
      {!computed && kind === 'choice' && <OptionsEditor options={column.options} invalid={false} onChange={(options) => onChange({ options })} />}
      {!computed && WRITTEN_DEFAULT.includes(kind) && (
        <FormItem label={t('designer.default')} hint={t('designer.lineDefaultHint')}>
          {({ id, describedBy }) => <Input id={id} aria-describedby={describedBy} spellCheck={false} value={column.default} onChange={(event) => onChange({ default: event.target.value })} />}
        </FormItem>
      )}
      {!computed && kind !== 'bool' && <Toggle label={t('designer.required')} checked={column.required} onChange={(required) => onChange({ required })} />}
      {(computed || NUMBERS.includes(kind)) && <Toggle label={t('designer.columnTotal')} hint={t('designer.columnTotalHint')} checked={column.total} onChange={(total) => onChange({ total })} />}
    </div>
  );
}
