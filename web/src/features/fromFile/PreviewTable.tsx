/** The first rows as the list will show them; what doesn't fit stands in red as it is in the file. */
import { useTranslation } from 'react-i18next';
import type { Ref } from '@/api/types';
import { registry } from '@/fields/registry';
import { currentLocale } from '@/i18n';
import { fieldOf, type ColumnDraft, type Preview, type PreviewCell } from './draft';
import css from './fromFile.module.css';

export function PreviewTable({ columns, preview }: { columns: ColumnDraft[]; preview: Preview }) {
  const { t } = useTranslation();
  const used = [...columns.filter((one) => one.feeds === 'title'), ...columns.filter((one) => one.feeds === 'field' || one.feeds === 'owner')];
  return (
    <section aria-label={t('fromFile.preview')}>
      <h2 className={css.subtitle}>{t('fromFile.preview')}</h2>
      {/* Reached by the keyboard, so that it can be scrolled. */}
      <div className={css.scroller} role="region" aria-label={t('fromFile.preview')} tabIndex={0}>
        <table className={css.table}>
          <thead>
            <tr>
              {used.map((column) => (
                <th key={column.index} scope="col">
                  {column.feeds === 'owner' ? t('fromFile.feeds.owner') : column.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.rows.map((row) => (
              <tr key={row.row}>
                {used.map((column) => (
                  <td key={column.index}>
                    <Shown column={column} cell={row.cells[column.index]} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Shown({ column, cell }: { column: ColumnDraft; cell: PreviewCell | undefined }) {
  if (!cell) return null;
  if (cell.fault) {
    return (
      <span className={css.bad} title={cell.fault}>
        {cell.text}
      </span>
    );
  }
  const field = fieldOf(column, currentLocale());
  const { value } = cell;
  // Not looked up yet: only its name is known.
  if (value && typeof value === 'object' && !Array.isArray(value) && 'name' in value && !(value as Ref).id) return <span>{(value as Ref).name}</span>;
  const { Cell } = registry[field.kind];
  return <Cell field={field} value={value} look="label" />;
}
