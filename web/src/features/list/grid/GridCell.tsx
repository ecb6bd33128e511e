/** One cell: shows, takes the focus, becomes an editor, carries a refusal in its corner. */
import { memo, useRef } from 'react';
import { Link } from '@tanstack/react-router';
import { PanelRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { nameOf } from '@/api/names';
import type { FieldValue, RecordData } from '@/api/types';
import { kindOf } from '@/fields/registry';
import { Avatar } from '@/ui/Avatar';
import { IconButton } from '@/ui/IconButton';
import type { CellError } from '../useCellEdit';
import { CellEditor } from './CellEditor';
import { ErrorCorner } from './ErrorCorner';
import type { GridRowProps } from './GridRow';
import type { Editing } from './RecordGrid';
import type { Column } from './types';
import css from './grid.module.css';

export interface GridCellProps extends Pick<GridRowProps, 'onActivate' | 'onStartEdit' | 'onEndEdit' | 'onEdit' | 'onDropError' | 'onPeek' | 'object'> {
  column: Column;
  row: number;
  col: number;
  record: RecordData;
  active: boolean;
  editing: Editing | null;
  error: CellError | undefined;
  editable: boolean;
}

function NameCell({ record, column, object, onPeek }: Pick<GridCellProps, 'record' | 'column' | 'object' | 'onPeek'>) {
  const { t } = useTranslation();
  const name = nameOf(record, column.field.name);
  return (
    <>
      <Avatar name={name} seed={record.id} size={20} square />
      <Link to="/o/$object/$id" params={{ object, id: record.id }} search={{}} className={css.name} tabIndex={-1} preload={false}>
        {name}
      </Link>
      {onPeek && (
        <IconButton size="small" className={css.peek} label={t('list.peek', { name })} tabIndex={-1} onClick={() => onPeek(record.id)} onDoubleClick={(event) => event.stopPropagation()}>
          <PanelRight size={14} strokeWidth={1.75} aria-hidden />
        </IconButton>
      )}
    </>
  );
}

function Cell(props: GridCellProps) {
  const { column, row, col, record, active, editing, error, editable } = props;
  const { t } = useTranslation();
  const { field } = column;
  const kind = kindOf(field);
  const value = (error ? error.value : record[field.name]) as FieldValue;
  const Show = kind.Cell;
  const latest = useRef(record);
  latest.current = record;
  return (
    <div
      role="gridcell"
      aria-colindex={col + 2}
      aria-readonly={!editable || undefined}
      aria-invalid={error ? true : undefined}
      aria-label={error ? t('list.cellRefused', { field: field.label, reason: error.message }) : undefined}
      data-at={`${row}:${col}`}
      data-align={kind.align}
      data-editing={editing ? true : undefined}
      data-error={error ? true : undefined}
      className={column.left === undefined ? css.cell : `${css.cell} ${css.pinned}`}
      data-edge={column.edge || undefined}
      style={{ width: column.width, left: column.left }}
      tabIndex={active ? 0 : -1}
      onFocus={() => {
        if (!active) props.onActivate({ row, col });
      }}
      onDoubleClick={() => props.onStartEdit({ row, col })}
    >
      {editing ? (
        <CellEditor
          field={field}
          value={value}
          initialText={editing.initialText}
          onSave={(next, fault) => props.onEdit(editing.record, field, next, fault)}
          onLater={(next) => latest.current.id === editing.record.id && props.onEdit(latest.current, field, next)}
          onEnd={props.onEndEdit}
        />
      ) : column.isName ? (
        <NameCell record={error ? { ...record, [field.name]: value } : record} column={column} object={props.object} onPeek={props.onPeek} />
      ) : (
        <Show field={field} value={value} record={record} look={column.look} />
      )}
      {error && !editing && (
        <ErrorCorner
          error={error}
          field={field}
          active={active}
          onRetry={() => props.onStartEdit({ row, col })}
          onOverwrite={() => props.onEdit(record, field, error.value, undefined, true)}
          onDrop={() => props.onDropError(record, field)}
        />
      )}
    </div>
  );
}

export const GridCell = memo(Cell);
