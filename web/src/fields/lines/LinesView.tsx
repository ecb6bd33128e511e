/** Lines to read: a small table with sums, and cards on a phone. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Field, FieldValue, LineData } from '@/api/types';
import { getCaller } from '@/api/caller';
import { registry } from '../registry';
import { Dash } from '../shared/show';
import type { ShowProps } from '../types';
import { sumOf } from './formula';
import { asLines } from './value';
import css from './lines.module.css';

/** Lines shown before somebody asks for all. */
const FEW = 10;

export function CellShow({ column, value }: { column: Field; value: FieldValue }) {
  const { Cell } = registry[column.kind];
  return <Cell field={column} value={value ?? null} look="label" />;
}

/** The sums below the lines; nothing when no column has one. */
export function Sums({ columns, lines, before, after = 0 }: { columns: Field[]; lines: LineData[]; before: number; after?: number }) {
  const { t } = useTranslation();
  if (!columns.some((column) => column.total)) return null;
  const { currency } = getCaller();
  return (
    <tfoot>
      <tr className={css.sums}>
        <th scope="row" colSpan={before} className={css.number}>
          {t('fields.lineSum')}
        </th>
        {columns.map((column) => (
          <td key={column.name} data-label={column.label} data-align={registry[column.kind].align} data-sum={column.total || undefined}>
            {column.total && <CellShow column={column} value={sumOf(column, lines, currency)} />}
          </td>
        ))}
        {after > 0 && <td colSpan={after} />}
      </tr>
    </tfoot>
  );
}

export default function LinesView({ field, value }: ShowProps) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const lines = asLines(value);
  const columns = field.columns ?? [];
  if (lines.length === 0) return <Dash />;
  const shown = all ? lines : lines.slice(0, FEW);
  return (
    <div className={css.frame}>
      <table className={css.table}>
        <thead>
          <tr>
            <th className={css.number} scope="col">
              #
            </th>
            {columns.map((column) => (
              <th key={column.name} scope="col" data-align={registry[column.kind].align}>
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((line, index) => (
            <tr key={line.id ?? index}>
              <td className={css.number}>{index + 1}</td>
              {columns.map((column) => (
                <td key={column.name} data-label={column.label} data-align={registry[column.kind].align}>
                  <CellShow column={column} value={line[column.name]} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <Sums columns={columns} lines={lines} before={1} />
      </table>
      {lines.length > FEW && (
        <button type="button" className={css.more} aria-expanded={all} onClick={() => setAll(!all)}>
          {t(all ? 'fields.fewLines' : 'fields.allLines', { count: lines.length })}
        </button>
      )}
    </div>
  );
}
