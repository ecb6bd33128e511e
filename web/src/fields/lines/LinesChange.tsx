/** A change of lines in words: line by line, cell by cell. */
import { useTranslation } from 'react-i18next';
import type { Field, FieldValue, LineData } from '@/api/types';
import { useFormatContext } from '../context';
import { registry } from '../registry';
import { changesOf, type LineChange } from './change';
import css from './LinesChange.module.css';

/** Changes told before the rest is counted. */
const TOLD = 6;

export function LinesChange({ field, old, value }: { field: Field; old: FieldValue; value: FieldValue }) {
  const { t } = useTranslation();
  const context = useFormatContext();
  const shown = (column: Field, cell: FieldValue) => registry[column.kind].format(cell ?? null, column, context) || t('common.empty');
  const whole = (line: LineData) =>
    (field.columns ?? [])
      .map((column) => registry[column.kind].format(line[column.name] ?? null, column, context))
      .filter(Boolean)
      .join(' · ');
  const words = (change: LineChange): string => {
    if (change.kind === 'moved') return t('fields.linesMoved');
    if (change.kind !== 'changed') return t(`fields.lineChange.${change.kind}`, { number: change.number, cells: whole(change.line) });
    const cells = change.cells.map(({ column, old: before, value: after }) => `${column.label} ${shown(column, before)} \u2192 ${shown(column, after)}`);
    return t('fields.lineChange.changed', { number: change.number, cells: cells.join('\u3000') });
  };
  const changes = changesOf(field, old, value);
  return (
    <span className={css.list}>
      {changes.slice(0, TOLD).map((change, at) => (
        <span key={at} className={css.line} data-kind={change.kind}>
          {words(change)}
        </span>
      ))}
      {changes.length > TOLD && <span className={css.line}>{t('fields.moreChanges', { count: changes.length - TOLD })}</span>}
    </span>
  );
}
