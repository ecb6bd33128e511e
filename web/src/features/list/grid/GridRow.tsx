/** One row. It renders again only when something of its own has changed. */
import { memo, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Field, FieldValue, RecordData } from '@/api/types';
import { nameOf } from '@/api/names';
import type { Fault } from '@/fields/types';
import type { CellError } from '../useCellEdit';
import type { Editing } from './RecordGrid';
import type { Move } from './CellEditor';
import { GridCell } from './GridCell';
import type { CellAt, Column } from './types';
import css from './grid.module.css';

export interface GridRowProps {
  index: number;
  /** Below the head of a group. */
  level?: number;
  top: number;
  height: number;
  record: RecordData | undefined;
  columns: Column[];
  object: string;
  selected: boolean;
  canSelect: boolean;
  activeCol: number;
  editing: Editing | null;
  errors: ReadonlyMap<string, CellError> | undefined;
  editable: (field: Field, record: RecordData) => boolean;
  onActivate: (at: CellAt) => void;
  onStartEdit: (at: CellAt, initialText?: string) => boolean;
  onEndEdit: (move: Move) => void;
  onEdit: (record: RecordData, field: Field, value: FieldValue, fault?: Fault, overwrite?: boolean) => void | Promise<void>;
  onDropError: (record: RecordData, field: Field) => void;
  onSelect: (ids: string[], on: boolean) => void;
  onSelectRange: (toId: string) => void;
  /** It stands beside the list. */
  peeked: boolean;
  onPeek?: (id: string) => void;
}

function Placeholder({ index, top, height, columns }: Pick<GridRowProps, 'index' | 'top' | 'height' | 'columns'>) {
  return (
    <div role="row" aria-rowindex={index + 2} aria-busy className={css.row} style={{ height, transform: `translateY(${top}px)` }}>
      <div role="gridcell" className={css.check} />
      {columns.map((column, col) => (
        <div key={column.field.name} role="gridcell" className={css.cell} style={{ width: column.width }}>
          <i className={css.bar} style={{ width: `${38 + ((index * 7 + col * 13) % 42)}%` }} />
        </div>
      ))}
    </div>
  );
}

function Row(props: GridRowProps) {
  const { index, top, height, record, columns, selected } = props;
  const { t } = useTranslation();
  if (!record) return <Placeholder index={index} top={top} height={height} columns={columns} />;
  const name = nameOf(record, columns.find((column) => column.isName)?.field.name ?? 'name');
  const toggle = (event: MouseEvent<HTMLInputElement>) => {
    if (event.shiftKey) props.onSelectRange(record.id);
    else props.onSelect([record.id], !selected);
  };
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-level={props.level}
      aria-selected={selected}
      aria-current={props.peeked || undefined}
      className={css.row}
      data-editing={props.editing ? true : undefined}
      style={{ height, transform: `translateY(${top}px)` }}
    >
      <div role="gridcell" aria-colindex={1} className={css.check}>
        {props.canSelect && (
          <input
            type="checkbox"
            className={css.box}
            tabIndex={-1}
            checked={selected}
            aria-label={t('list.selectRow', { name })}
            onClick={toggle}
            onChange={() => undefined}
          />
        )}
      </div>
      {columns.map((column, col) => (
        <GridCell
          key={column.field.name}
          column={column}
          row={index}
          col={col}
          record={record}
          object={props.object}
          active={props.activeCol === col}
          editing={props.editing?.col === col ? props.editing : null}
          error={props.errors?.get(column.field.name)}
          editable={props.editable(column.field, record)}
          onActivate={props.onActivate}
          onStartEdit={props.onStartEdit}
          onEndEdit={props.onEndEdit}
          onEdit={props.onEdit}
          onDropError={props.onDropError}
          onPeek={props.onPeek}
        />
      ))}
    </div>
  );
}

export const GridRow = memo(Row);
