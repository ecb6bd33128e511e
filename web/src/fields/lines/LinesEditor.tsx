/** The grid in which lines are filled in: by keyboard, from a spreadsheet, or cell by cell on a phone. */
import { useEffect, useRef, useState, type ClipboardEvent, type KeyboardEvent } from 'react';
import { Button } from 'antd';
import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FieldValue } from '@/api/types';
import { Unseen } from '@/ui/Unseen';
import { registry } from '../registry';
import type { EditorProps } from '../types';
import { LineCell } from './LineCell';
import { RowMenu } from './RowMenu';
import { Sums } from './LinesView';
import { isTable } from '../shared/paste';
import { useLines } from './useLines';
import { reasonOf } from './value';
import css from './lines.module.css';

interface Place {
  row: number;
  column: number;
}

/** Faults told one by one; the rest is counted. */
const TOLD = 5;

export default function LinesEditor(props: EditorProps) {
  const { field, id, invalid, describedBy } = props;
  const { t } = useTranslation();
  const lines = useLines(props);
  const { rows, columns, full } = lines;
  const [active, setActive] = useState<Place>({ row: 0, column: 0 });
  const [editing, setEditing] = useState<{ before: FieldValue; text?: string } | null>(null);
  const frame = useRef<HTMLDivElement>(null);
  /** The focus follows when a key or a button has moved the place. */
  const follow = useRef(Boolean(props.autoFocus));
  const [note, setNote] = useState('');

  useEffect(() => {
    if (!follow.current || editing) return;
    follow.current = false;
    const cell = frame.current?.querySelector<HTMLElement>(`[data-place="${active.row}.${active.column}"]`);
    (cell ?? frame.current?.querySelector<HTMLElement>('[data-add]'))?.focus();
  }, [active, editing, rows.length]);

  const go = (row: number, column: number) => {
    follow.current = true;
    setEditing(null);
    setActive({ row, column: Math.max(0, Math.min(column, columns.length - 1)) });
  };
  const edit = (place: Place, text?: string) => {
    const column = columns[place.column];
    const row = rows[place.row];
    if (!column || !row || column.computed) return;
    setActive(place);
    setEditing({ before: row.line[column.name] ?? null, text });
  };
  const add = () => {
    if (full) return;
    lines.add();
    go(rows.length, 0);
  };
  /** Down; from the last row into a new one. */
  const down = (from: Place) => {
    if (from.row < rows.length - 1) go(from.row + 1, from.column);
    else if (full) go(from.row, from.column);
    else add();
  };
  const paste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData('text/plain');
    // One cell's worth goes into the editor that is open.
    if (!text || (editing && !isTable(text))) return;
    event.preventDefault();
    setEditing(null);
    const { rows: count, cut } = lines.paste(text, rows.length ? active.row : 0, rows.length ? columns[active.column] : undefined);
    setNote(t('fields.linesPasted', { count: count - cut }) + (cut ? t('fields.linesCut', { count: cut, most: lines.most }) : ''));
  };
  const keys = (event: KeyboardEvent, place: Place) => {
    // An input method has the key (229): what comes of it is heard by the cell.
    if (event.nativeEvent.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
    const { row, column } = place;
    if (event.key === 'Tab') {
      const next = row * columns.length + column + (event.shiftKey ? -1 : 1);
      // Out of the grid at either end, as from any other field.
      if (next < 0 || next >= rows.length * columns.length) return setEditing(null);
      event.preventDefault();
      return go(Math.floor(next / columns.length), next % columns.length);
    }
    if (editing) return;
    const steps: Record<string, [number, number]> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    const step = steps[event.key];
    if (step) {
      event.preventDefault();
      return go(Math.max(0, Math.min(row + step[0], rows.length - 1)), column + step[1]);
    }
    const target = columns[column];
    const line = rows[row];
    if (!target || !line) return;
    if (event.key === 'Enter' && target.computed) down(place);
    else if (event.key === 'Enter' || event.key === 'F2') edit(place);
    else if ((event.key === 'Delete' || event.key === 'Backspace') && !target.computed) lines.set(line.key, target, null);
    else if (event.key.length === 1 && event.key !== ' ') edit(place, event.key);
    else return;
    event.preventDefault();
  };

  const faults = rows.flatMap((row, index) =>
    columns.flatMap((column) => {
      const fault = row.faults[column.name];
      return fault ? [{ key: `${row.key}.${column.name}`, text: t('fields.lineFault', { row: index + 1, column: column.label, reason: reasonOf(fault, column, t) }) }] : [];
    }),
  );

  return (
    <div ref={frame} id={id} className={css.frame} data-editing data-invalid={invalid || undefined} aria-describedby={describedBy} onPaste={paste} role="group" aria-label={field.label}>
      <table className={css.table} role="grid" aria-rowcount={rows.length}>
        <thead>
          <tr>
            <th className={css.number} scope="col">
              #
            </th>
            {columns.map((column) => (
              <th key={column.name} scope="col" data-align={registry[column.kind].align} title={column.help ?? undefined}>
                {column.label}
                {column.required && (
                  <span className={css.required} aria-hidden>
                    *
                  </span>
                )}
              </th>
            ))}
            <th className={css.tools}>
              <Unseen>{t('common.more')}</Unseen>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={row.key}>
              <td className={css.number}>{at + 1}</td>
              {columns.map((column, index) => {
                const place = { row: at, column: index };
                const here = active.row === at && active.column === index;
                return (
                  <LineCell
                    key={column.name}
                    place={`${at}.${index}`}
                    column={column}
                    value={row.line[column.name]}
                    fault={row.faults[column.name]}
                    missing={lines.missing(row, column)}
                    here={here}
                    editing={here ? editing : null}
                    name={t('fields.lineCell', { row: at + 1, column: column.label })}
                    onKey={(event) => keys(event, place)}
                    onEdit={(text) => edit(place, text)}
                    onFocus={() => setActive(place)}
                    onLeave={() => setEditing(null)}
                    onChange={(value, fault) => lines.set(row.key, column, value, fault)}
                    onCommit={() => down(place)}
                    onCancel={() => {
                      lines.set(row.key, column, editing?.before ?? null);
                      go(at, index);
                    }}
                  />
                );
              })}
              <td className={css.tools}>
                <RowMenu
                  number={at + 1}
                  first={at === 0}
                  last={at === rows.length - 1}
                  full={full}
                  onDuplicate={() => {
                    lines.duplicate(at);
                    go(at + 1, 0);
                  }}
                  onMove={(by) => {
                    lines.move(at, by);
                    go(at + by, active.column);
                  }}
                  onRemove={() => {
                    lines.remove(at);
                    go(Math.max(0, Math.min(at, rows.length - 2)), 0);
                  }}
                />
              </td>
            </tr>
          ))}
        </tbody>
        <Sums columns={columns} lines={rows.map((row) => row.line)} before={1} after={1} />
      </table>
      <div className={css.foot}>
        <Button size="small" type="text" icon={<Plus size={14} aria-hidden />} disabled={full} data-add onClick={add}>
          {t('fields.addLine')}
        </Button>
        <span className={css.hint} aria-live="polite">
          {note || t(full ? 'fields.linesFull' : 'fields.linesHint', { count: lines.most })}
        </span>
      </div>
      {faults.length > 0 && (
        <ul className={css.faults} role="alert">
          {faults.slice(0, TOLD).map((fault) => (
            <li key={fault.key}>{fault.text}</li>
          ))}
          {faults.length > TOLD && <li>{t('fields.moreFaults', { count: faults.length - TOLD })}</li>}
        </ul>
      )}
    </div>
  );
}
