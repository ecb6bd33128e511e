/** Rows for the company, its departments and people; columns for the periods of a year. A block copied from a spreadsheet is
 * laid from where it is pasted, and a row can have its first amount in every period. */
import { useEffect, useMemo, useRef, useState, type ClipboardEvent, type CSSProperties, type KeyboardEvent } from 'react';
import { ChevronDown, ChevronRight, CopyPlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useFormatContext } from '@/fields/context';
import { dayOf } from '@/fields/format/date';
import { formatDecimal } from '@/fields/format/number';
import { cellsOf as pastedCells, isTable } from '@/fields/shared/paste';
import { IconButton } from '@/ui/IconButton';
import type { Cycle, TargetRow, Targets } from './api';
import { amountOf, cellsOf, keyOf, openRows, partsOf, sumBelow, total, type Cells } from './grid';
import { useNameOf } from './Reached';
import css from './Targets.module.css';

/** More rows than one takes in begin closed. */
const OPEN = 60;

function usePeriodName(cycle: Cycle) {
  const { t } = useTranslation();
  const { locale } = useFormatContext();
  return (period: string) => {
    const date = new Date(`${period}T00:00:00Z`);
    if (cycle === 'year') return String(date.getUTCFullYear());
    if (cycle === 'quarter') return t('goals.quarter', { quarter: date.getUTCMonth() / 3 + 1 });
    return new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' }).format(date);
  };
}

interface CellProps {
  text: string;
  label: string;
  wrong: boolean;
  touched: boolean;
  at: [number, number];
  onText: (text: string) => void;
  onPaste: (event: ClipboardEvent) => void;
  /** One has left it. */
  onRest: () => void;
}

function Cell({ text, label, wrong, touched, at, onText, onPaste, onRest }: CellProps) {
  return (
    <input
      className={css.input}
      inputMode="decimal"
      autoComplete="off"
      data-at={at.join(',')}
      data-touched={touched || undefined}
      aria-label={label}
      aria-invalid={wrong || undefined}
      value={text}
      onFocus={(event) => event.target.select()}
      onBlur={onRest}
      onChange={(event) => onText(event.target.value)}
      onPaste={onPaste}
    />
  );
}

export interface TargetGridProps {
  data: Targets;
  typed: Cells;
  onType: (cells: Cells) => void;
}

export function TargetGrid({ data, typed, onType }: TargetGridProps) {
  const { t } = useTranslation();
  const { goal, periods, rows } = data;
  const nameOf = useNameOf();
  const periodName = usePeriodName(goal.cycle);
  const table = useRef<HTMLTableElement>(null);
  const [closed, setClosed] = useState<ReadonlySet<string>>(() => new Set(rows.length > OPEN ? rows.flatMap((row) => (row.party === 'department' && row.id ? [row.id] : [])) : []));
  const { now, zone } = useFormatContext();
  const today = dayOf(new Date(now).toISOString(), zone);
  const current = periods.findLast((period) => period <= today);
  useEffect(() => {
    // Where there is no room for all periods, the running one is in sight.
    table.current?.querySelector('[aria-current]')?.scrollIntoView?.({ inline: 'nearest', block: 'nearest' });
  }, [goal.id]);
  const kept = useMemo(() => cellsOf(data.targets), [data.targets]);
  const parts = useMemo(() => partsOf(rows), [rows]);
  const shown = openRows(rows, closed);
  const textAt = (row: TargetRow, period: string) => typed[keyOf(row.id, period)] ?? formatDecimal(kept[keyOf(row.id, period)] ?? '');
  const amountAt = (row: TargetRow, period: string) => amountOf(textAt(row, period), goal.measure);
  // As it was typed while one types, grouped once one has left it.
  const rest = (row: TargetRow, period: string) => {
    const [amount, text] = [amountAt(row, period), formatDecimal(amountAt(row, period) ?? '')];
    if (amount !== undefined && text !== textAt(row, period)) onType({ [keyOf(row.id, period)]: text });
  };
  const turn = (id: string) => setClosed((before) => new Set(before.has(id) ? [...before].filter((one) => one !== id) : [...before, id]));
  const paste = (event: ClipboardEvent, line: number, column: number) => {
    const text = event.clipboardData.getData('text');
    if (!isTable(text)) return;
    event.preventDefault();
    const cells: Record<string, string> = {};
    pastedCells(text).forEach((texts, down) =>
      texts.forEach((text, right) => {
        const [row, period] = [shown[line + down], periods[column + right]];
        if (row && period) cells[keyOf(row.id, period)] = text.trim();
      }),
    );
    onType(cells);
  };
  const keyDown = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, Enter: 1, ArrowUp: -1 }[event.key];
    const at = (event.target as HTMLElement).dataset.at?.split(',').map(Number);
    if (!by || !at || event.nativeEvent.isComposing) return;
    event.preventDefault();
    table.current?.querySelector<HTMLInputElement>(`[data-at="${(at[0] ?? 0) + by},${at[1]}"]`)?.focus();
  };
  const fill = (row: TargetRow) => {
    const first = periods.map((period) => textAt(row, period)).find((text) => text !== '');
    if (first !== undefined) onType(Object.fromEntries(periods.map((period) => [keyOf(row.id, period), first])));
  };
  return (
    <div className={css.scroll}>
      <table className={css.table} ref={table} onKeyDown={keyDown} aria-label={t('goals.targetsOf', { name: goal.name })}>
        <thead>
          <tr>
            <th scope="col" className={css.name}>{t('goals.who')}</th>
            {periods.map((period) => (
              <th key={period} scope="col" aria-current={period === current ? 'date' : undefined}>
                {periodName(period)}
              </th>
            ))}
            {periods.length > 1 && <th scope="col">{t('goals.whole')}</th>}
          </tr>
        </thead>
        <tbody>
          {shown.map((row, line) => {
            const name = nameOf(row);
            const open = row.party === 'department' && row.id !== null && (parts.get(row.id)?.length ?? 0) > 0;
            return (
              <tr key={row.id ?? ''} data-party={row.party}>
                <th scope="row" className={css.name}>
                  <span className={css.label} style={{ '--depth': row.depth } as CSSProperties}>
                    {open && row.id ? (
                      <button type="button" className={css.turn} aria-expanded={!closed.has(row.id)} aria-label={t('goals.below', { name })} onClick={() => turn(row.id ?? '')}>
                        {closed.has(row.id) ? <ChevronRight size={14} aria-hidden /> : <ChevronDown size={14} aria-hidden />}
                      </button>
                    ) : (
                      <i className={css.turn} />
                    )}
                    <span className={css.words}>{name}</span>
                    {periods.length > 1 && periods.some((period) => textAt(row, period) !== '') && (
                      <IconButton size="small" label={t('goals.fillOf', { name })} onClick={() => fill(row)}>
                        <CopyPlus size={14} strokeWidth={1.75} aria-hidden />
                      </IconButton>
                    )}
                  </span>
                </th>
                {periods.map((period, column) => {
                  const own = amountAt(row, period);
                  const below = row.party === 'person' ? null : sumBelow(parts, row.id, (one) => amountAt(one, period));
                  return (
                    <td key={period}>
                      <Cell
                        text={textAt(row, period)}
                        label={t('goals.cell', { name, period: periodName(period) })}
                        wrong={own === undefined}
                        touched={typed[keyOf(row.id, period)] !== undefined && own !== (kept[keyOf(row.id, period)] ?? null)}
                        at={[line, column]}
                        onText={(text) => onType({ [keyOf(row.id, period)]: text })}
                        onPaste={(event) => paste(event, line, column)}
                        onRest={() => rest(row, period)}
                      />
                      {below !== null && (
                        <span className={css.below} data-differs={(own != null && own !== below) || undefined}>
                          {t('goals.parts', { sum: formatDecimal(below) })}
                        </span>
                      )}
                    </td>
                  );
                })}
                {periods.length > 1 && <td className={css.whole}>{periods.some((period) => amountAt(row, period)) && formatDecimal(total(periods.map((period) => amountAt(row, period))))}</td>}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
