/** The conditions of a list as chips: click to change, × to take away, dashed to add. */
import { useCallback, useState } from 'react';
import { ListFilter, Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useObjects } from '@/api/meta';
import type { Field, Filter, FilterTest, ObjectMeta, Op } from '@/api/types';
import { useFormatContext } from '@/fields/context';
import { useRefName } from '@/fields/shared/refNames';
import { targetOf } from '@/fields/shared/target';
import { Floating } from '@/ui/Floating';
import { describeChip, pathOf } from './describe';
import { FieldMenu } from './FieldMenu';
import { FilterPanel, testsOf } from './FilterPanel';
import { isTest } from './search';
import css from './filters.module.css';

/** The tests that may be used on a field; none takes the field out. */
export type OperatorsOf = (field: Field) => Op[];

interface ChipProps {
  meta: ObjectMeta;
  filter: Filter;
  onChange: (filter: Filter) => void;
  onRemove: () => void;
  operatorsOf?: OperatorsOf;
}

/** Names of at most two picked records are shown, so two look-ups are enough. */
function useNames(filter: Filter, field: Field | undefined) {
  const about = isTest(filter) && field?.kind === 'record' ? (filter.value as { object?: string; id?: string } | undefined) : undefined;
  const target = about ? (about.object ?? '') : field && field.kind !== 'record' ? targetOf(field) : '';
  const values = isTest(filter) ? (Array.isArray(filter.value) ? filter.value : [filter.value]) : [];
  const ids = target ? (about ? [about.id] : values).filter((id) => typeof id === 'string') : [];
  const first = useRefName(ids[0] ? target : '', ids[0] ?? '@');
  const second = useRefName(ids[1] ? target : '', ids[1] ?? '@');
  return (_object: string, id: string) => (id === ids[0] ? first : id === ids[1] ? second : '…');
}

function Chip({ meta, filter, onChange, onRemove, operatorsOf }: ChipProps) {
  const { t } = useTranslation();
  const context = useFormatContext();
  const [open, setOpen] = useState(false);
  const objects = useObjects();
  // What a path leads to through references is told, and can be taken out.
  const end = isTest(filter) ? pathOf(objects, meta, filter.field)?.field : undefined;
  const field = isTest(filter) && !filter.field.includes('.') ? end : undefined;
  // A shared filter may ask for a field that is masked for this person: it can only be taken out.
  const editable = field !== undefined && field.kind !== 'record' && testsOf(field).length > 0;
  const text = describeChip(filter, meta, context, useNames(filter, end), objects);
  const whole = `${text.label} ${text.op} ${text.value}`.trim();
  const body = (
    <button type="button" className={css.chipBody} data-fixed={!editable || undefined}>
      <span>{text.label}</span> <span className={css.chipOp}>{text.op}</span> <span className={css.chipValue}>{text.value}</span>
    </button>
  );
  return (
    <span className={css.chip}>
      {editable ? (
        <Floating
          open={open}
          onOpenChange={setOpen}
          title={field.label}
          content={<FilterPanel field={field} test={filter as FilterTest} onChange={onChange} onDone={() => setOpen(false)} onRemove={onRemove} operators={operatorsOf?.(field)} />}
        >
          {body}
        </Floating>
      ) : (
        body
      )}
      <button type="button" className={css.chipClose} aria-label={t('list.removeFilterOf', { name: whole })} onClick={onRemove}>
        <X size={13} aria-hidden />
      </button>
    </span>
  );
}

interface AddProps {
  meta: ObjectMeta;
  onAdd: (test: FilterTest, replace: boolean) => void;
  bare: boolean;
  operatorsOf?: OperatorsOf;
}

function AddFilter({ meta, onAdd, bare, operatorsOf }: AddProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [field, setField] = useState<Field | null>(null);
  const [added, setAdded] = useState(false);
  const fields = meta.fields.filter((one) => one.filterable && testsOf(one, operatorsOf?.(one)).length > 0);
  const change = useCallback(
    (test: FilterTest) => {
      onAdd(test, added);
      setAdded(true);
    },
    [onAdd, added],
  );
  const toggle = (next: boolean) => {
    setOpen(next);
    if (next) return;
    setField(null);
    setAdded(false);
  };
  return (
    <Floating
      open={open}
      onOpenChange={toggle}
      title={t('list.addFilter')}
      content={
        field ? (
          <FilterPanel key={field.name} field={field} test={null} onChange={change} onDone={() => toggle(false)} operators={operatorsOf?.(field)} />
        ) : (
          <FieldMenu fields={fields} onPick={setField} />
        )
      }
    >
      <button type="button" className={bare ? css.filterButton : css.add}>
        {bare ? <ListFilter size={15} strokeWidth={1.75} aria-hidden /> : <Plus size={14} aria-hidden />}
        {t(bare ? 'list.filter' : 'list.addFilter')}
      </button>
    </Floating>
  );
}

export interface FilterBarProps {
  meta: ObjectMeta;
  chips: Filter[];
  onChange: (chips: Filter[]) => void;
  operatorsOf?: OperatorsOf;
}

export function FilterBar({ meta, chips, onChange, operatorsOf }: FilterBarProps) {
  const { t } = useTranslation();
  const add = useCallback(
    (test: FilterTest, replace: boolean) => onChange(replace ? [...chips.slice(0, -1), test] : [...chips, test]),
    [chips, onChange],
  );
  return (
    <div className={css.bar} role="group" aria-label={t('list.filters')}>
      {chips.map((chip, index) => (
        <Chip
          // A chip stays the same chip while its value changes; its place is its identity.
          key={index}
          meta={meta}
          filter={chip}
          onChange={(next) => onChange(chips.map((one, at) => (at === index ? next : one)))}
          onRemove={() => onChange(chips.filter((_, at) => at !== index))}
          operatorsOf={operatorsOf}
        />
      ))}
      <AddFilter meta={meta} onAdd={add} bare={chips.length === 0} operatorsOf={operatorsOf} />
      {chips.length > 1 && (
        <button type="button" className={css.clear} onClick={() => onChange([])}>
          {t('common.clear')}
        </button>
      )}
    </div>
  );
}
