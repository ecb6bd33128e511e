/** One changed field: what it was, what it became. */
import { ArrowRight } from 'lucide-react';
import type { Change, Field, ObjectMeta } from '@/api/types';
import { useFormatContext } from '@/fields/context';
import { formatValue, kindOf } from '@/fields/registry';
import { Dash } from '@/fields/shared/show';
import { isEmpty } from '@/fields/types';
import { later } from '@/ui/later';
import css from './Timeline.module.css';

const TAGGED = new Set(['choice', 'multi_choice', 'tags', 'multi_reference', 'user', 'bool', 'region']);

function Value({ field, change, value }: { field: Field | undefined; change: Change; value: Change['new'] }) {
  const context = useFormatContext();
  if (isEmpty(value)) return <Dash />;
  if (field && TAGGED.has(field.kind)) {
    const { Cell } = kindOf(field);
    return <Cell field={field} value={value} look="label" />;
  }
  // A field that is gone or hidden still has its label, and mostly a plain value.
  const text = field ? formatValue(value, field, context) : typeof value === 'object' ? JSON.stringify(value) : String(value);
  return (
    <span className={css.changed} title={text}>
      {text || change.label}
    </span>
  );
}

const LinesChange = later(() => import('@/fields/lines/LinesChange').then((module) => module.LinesChange));

export function ChangeLine({ change, meta }: { change: Change; meta: ObjectMeta | undefined }) {
  const field = meta?.fields.find((one) => one.name === change.field);
  if (field?.kind === 'lines' && field.access !== 'masked') {
    return (
      <span className={css.change}>
        <span className={css.changeLabel}>{change.label}</span>
        <LinesChange field={field} old={change.old} value={change.new} />
      </span>
    );
  }
  return (
    <span className={css.change}>
      <span className={css.changeLabel}>{change.label || field?.label || change.field}</span>
      <Value field={field} change={change} value={change.old} />
      <ArrowRight size={13} className={css.to} aria-hidden />
      <Value field={field} change={change} value={change.new} />
    </span>
  );
}
