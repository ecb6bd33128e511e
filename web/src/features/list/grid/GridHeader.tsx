/** Column heads: a click sorts, the edge resizes (double click: back to its natural width). */
import { useRef, type PointerEvent } from 'react';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Field } from '@/api/types';
import { kindOf } from '@/fields/registry';
import { Unseen } from '@/ui/Unseen';
import type { SortKey } from '../search';
import { MIN_WIDTH, type Column } from './types';
import css from './grid.module.css';

export interface GridHeaderProps {
  columns: Column[];
  width: number;
  sort: SortKey[];
  canSelect: boolean;
  allSelected: boolean;
  someSelected: boolean;
  /** With `add` the other keys stay. */
  onSort: (field: Field, add: boolean) => void;
  onResize: (field: string, width: number | null) => void;
  onToggleAll: () => void;
}

function Edge({ column, onResize }: { column: Column; onResize: GridHeaderProps['onResize'] }) {
  const start = useRef<{ x: number; width: number } | null>(null);
  const move = (event: PointerEvent) => {
    if (!start.current) return;
    onResize(column.field.name, Math.max(MIN_WIDTH, start.current.width + event.clientX - start.current.x));
  };
  return (
    <span
      className={css.edge}
      aria-hidden
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { x: event.clientX, width: column.width };
      }}
      onPointerMove={move}
      onPointerUp={() => (start.current = null)}
      onDoubleClick={() => onResize(column.field.name, null)}
    />
  );
}

function Head({ column, index, sort, onSort, onResize }: { column: Column; index: number; sort: SortKey[] } & Pick<GridHeaderProps, 'onSort' | 'onResize'>) {
  const { field } = column;
  const sorted = sort.find((key) => key.field === field.name);
  const Arrow = sorted?.desc ? ArrowDown : ArrowUp;
  const label = (
    <>
      <span className={css.headText}>{field.label}</span>
      {sorted && <Arrow size={13} aria-hidden className={css.arrow} />}
      {sorted && sort.length > 1 && <span className={css.sortPlace}>{sort.indexOf(sorted) + 1}</span>}
    </>
  );
  return (
    <div
      role="columnheader"
      aria-colindex={index + 2}
      aria-sort={sorted ? (sorted.desc ? 'descending' : 'ascending') : undefined}
      className={column.left === undefined ? css.head : `${css.head} ${css.pinned}`}
      data-edge={column.edge || undefined}
      data-align={kindOf(field).align}
      style={{ width: column.width, left: column.left }}
      title={field.help ?? undefined}
    >
      {field.sortable ? (
        <button type="button" className={css.headButton} onClick={(event) => onSort(field, event.shiftKey)}>
          {label}
        </button>
      ) : (
        <span className={css.headPlain}>{label}</span>
      )}
      <Edge column={column} onResize={onResize} />
    </div>
  );
}

export function GridHeader(props: GridHeaderProps) {
  const { t } = useTranslation();
  return (
    <div role="rowgroup" className={css.header} style={{ minWidth: props.width }}>
      <div role="row" aria-rowindex={1} className={css.headRow}>
        <div role="columnheader" aria-colindex={1} className={`${css.check} ${css.checkHead}`}>
          {props.canSelect ? (
            <input
              type="checkbox"
              className={css.box}
              aria-label={t('list.selectAll')}
              checked={props.allSelected}
              ref={(box) => {
                if (box) box.indeterminate = props.someSelected && !props.allSelected;
              }}
              onChange={props.onToggleAll}
            />
          ) : (
            <Unseen>{t('list.selection')}</Unseen>
          )}
        </div>
        {props.columns.map((column, index) => (
          <Head key={column.field.name} column={column} index={index} sort={props.sort} onSort={props.onSort} onResize={props.onResize} />
        ))}
      </div>
    </div>
  );
}
