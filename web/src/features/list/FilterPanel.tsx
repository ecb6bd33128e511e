/** One condition: the test, then its value. What is complete takes effect by itself. */
import { useEffect, useRef, useState } from 'react';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Field, FilterTest, Op } from '@/api/types';
import { useFormatContext } from '@/fields/context';
import { kindOf } from '@/fields/registry';
import { needsValue, SEALED_OPS } from '@/fields/shared/operators';
import { useDebounced } from '@/ui/useDebounced';
import { opLabel } from './describe';
import css from './filters.module.css';

export interface FilterPanelProps {
  field: Field;
  test: FilterTest | null;
  onChange: (test: FilterTest) => void;
  onDone: () => void;
  onRemove?: () => void;
  /** Fewer tests than the kind has. */
  operators?: Op[];
}

const isNothing = (value: unknown) => value === undefined || value === null || value === '';

/** A value that a test can work with; a range may be open at one end, an empty text is nothing yet. */
export function isComplete(op: Op, value: unknown): boolean {
  if (!needsValue(op)) return true;
  if (isNothing(value)) return false;
  if (op === 'between') return Array.isArray(value) && value.some((one) => !isNothing(one));
  if (Array.isArray(value)) return value.length > 0;
  return true;
}

/** The test as it is sent: without a value where none belongs, open ends of a range as null. */
function settled(test: FilterTest): FilterTest {
  if (!needsValue(test.op)) return { field: test.field, op: test.op };
  if (test.op !== 'between' || !Array.isArray(test.value)) return test;
  const [from, to] = test.value as unknown[];
  return { ...test, value: [from, to].map((one) => (isNothing(one) ? null : one)) };
}

/** Changing the test keeps the value where it still fits. */
function carryOver(from: Op, to: Op, value: unknown): unknown {
  const listed = (op: Op) => op === 'in' || op === 'not_in';
  if (listed(from) && listed(to)) return value;
  const single = (op: Op) => !listed(op) && needsValue(op) && op !== 'between' && op !== 'within';
  return single(from) && single(to) ? value : undefined;
}

/** The tests that the server takes: of what lies sealed few, of what is masked for this person none. */
export function testsOf(field: Field, allowed?: Op[]): Op[] {
  const { operators } = kindOf(field);
  const all = field.sensitive && operators.length > 0 ? SEALED_OPS : operators;
  return allowed ? all.filter((op) => allowed.includes(op)) : all;
}

export function FilterPanel({ field, test, onChange, onDone, onRemove, operators: allowed }: FilterPanelProps) {
  const { t } = useTranslation();
  const context = useFormatContext();
  const { FilterEditor } = kindOf(field);
  const operators = testsOf(field, allowed);
  const [draft, setDraft] = useState<FilterTest>(test ?? { field: field.name, op: operators[0] ?? 'eq' });
  const rested = useDebounced(draft, typeof draft.value === 'string' ? 350 : 0);
  const sent = useRef(JSON.stringify(test));

  useEffect(() => {
    if (!isComplete(rested.op, rested.value)) return;
    const next = settled(rested);
    const text = JSON.stringify(next);
    if (text === sent.current) return;
    sent.current = text;
    onChange(next);
  }, [rested, onChange]);

  return (
    <form
      className={css.panel}
      onSubmit={(event) => {
        event.preventDefault();
        if (isComplete(draft.op, draft.value)) onChange(settled(draft));
        onDone();
      }}
    >
      <div className={css.panelHead}>
        <span className={css.fieldName}>{field.label}</span>
        {operators.length > 1 && (
          <select
            className={css.op}
            value={draft.op}
            aria-label={t('list.condition')}
            onChange={(event) => {
              const op = event.target.value as Op;
              setDraft({ field: field.name, op, value: carryOver(draft.op, op, draft.value) });
            }}
          >
            {operators.map((op) => (
              <option key={op} value={op}>
                {opLabel(field, op, context)}
              </option>
            ))}
          </select>
        )}
      </div>
      {needsValue(draft.op) && (
        <FilterEditor
          key={draft.op === 'between' || draft.op === 'within' ? draft.op : 'one'}
          field={field}
          op={draft.op}
          value={draft.value}
          onChange={(value) => setDraft((before) => ({ ...before, value }))}
        />
      )}
      <div className={css.panelFoot}>
        {onRemove && (
          <Button size="small" type="text" onClick={onRemove}>
            {t('list.removeFilter')}
          </Button>
        )}
        <Button size="small" type="primary" htmlType="submit" className={css.done}>
          {t('common.done')}
        </Button>
      </div>
    </form>
  );
}
