/** A table from the clipboard over cells: read as each field reads a text, shown at once, saved in one call, with a way back. */
import type { QueryClient } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { api } from '@/api/client';
import { invalidateObject } from '@/api/live';
import { reasonOf } from '@/api/reason';
import type { Field, FieldValue, ObjectMeta, Problem, RecordData } from '@/api/types';
import { namedRecords } from '@/fields/shared/named';
import { readCell } from '@/fields/shared/paste';
import { toWire } from '@/fields/registry';
import { targetOf } from '@/fields/shared/target';
import type { Fault, FormatContext } from '@/fields/types';
import { sameIn } from '@/features/record/base';
import { toast } from '@/ui/toast';
import type { CellError } from './useCellEdit';

/** What is to come into a cell. */
export interface CellText {
  record: RecordData;
  field: Field;
  text: string;
}

interface Cell {
  record: RecordData;
  field: Field;
  value: FieldValue;
}

export interface PasteWork {
  objects: ObjectMeta[];
  context: FormatContext;
  queryClient: QueryClient;
  t: TFunction;
  patch: (id: string, change: Partial<RecordData>) => void;
  setError: (id: string, field: string, error: CellError | null) => void;
  /** What one has saved oneself is nobody else's change later. */
  onSaved: (cell: Cell, version: number) => void;
}

interface Result {
  status: number;
  version?: number;
  error?: Problem;
}

/** Rows that one call takes. */
const MOST = 1000;

/** Texts as values; names of people and records as those that go by them. */
async function read(texts: CellText[], { objects, context }: PasteWork): Promise<(Cell & { fault?: Fault })[]> {
  const cells = texts.map(({ record, field, text }) => ({ record, field, ...readCell(text, field, context) }));
  const named = cells.filter((cell) => cell.fault && ['reference', 'user', 'department'].includes(cell.field.kind));
  for (const target of new Set(named.map(({ field }) => targetOf(field)))) {
    const object = objects.find((one) => one.name === target);
    const those = named.filter(({ field }) => targetOf(field) === target);
    const found = object && (await namedRecords(object, those.map(({ value }) => String(value))).catch(() => null));
    for (const cell of those) {
      const ref = found?.get(String(cell.value));
      if (ref) Object.assign(cell, { value: ref, fault: undefined });
    }
  }
  return cells;
}

/** The cell with what its record held before. */
const asItWas = ({ record, field }: Cell): Cell => ({ record, field, value: (record[field.name] ?? null) as FieldValue });

function byRecord(cells: Cell[]): Cell[][] {
  const rows = new Map<string, Cell[]>();
  for (const cell of cells) rows.set(cell.record.id, [...(rows.get(cell.record.id) ?? []), cell]);
  return [...rows.values()];
}

/** Sends the cells, those of a record together; gives those that were saved, of the version that they have now. */
async function send(cells: Cell[], { t, patch, setError, onSaved }: PasteWork): Promise<Cell[]> {
  const saved: Cell[] = [];
  const rows = byRecord(cells);
  for (let at = 0; at < rows.length; at += MOST) {
    const part = rows.slice(at, at + MOST);
    const operations = part.map((row) => ({
      op: 'update',
      id: row[0]?.record.id,
      version: row[0]?.record.version,
      values: Object.fromEntries(row.map(({ field, value }) => [field.name, toWire(value, field)])),
    }));
    const { results } = await api.post<{ results: Result[] }>(`/records/${cells[0]?.record.object}/batch`, { operations });
    part.forEach((row, index) => {
      const { status, version, error } = results[index] ?? { status: 500 };
      for (const cell of row) {
        if (status < 300) {
          const now = version ?? cell.record.version;
          onSaved(cell, now);
          saved.push({ ...cell, record: { ...cell.record, version: now } });
          continue;
        }
        patch(cell.record.id, { [cell.field.name]: cell.record[cell.field.name] });
        const own = error?.errors?.find((one) => one.field === cell.field.name);
        setError(cell.record.id, cell.field.name, { message: own?.message ?? error?.errors?.[0]?.message ?? error?.detail ?? t('errors.failedHint'), value: cell.value });
      }
    });
  }
  return saved;
}

export async function pasteCells(texts: CellText[], work: PasteWork): Promise<void> {
  const { t, patch, setError, queryClient } = work;
  const cells: Cell[] = [];
  let refused = 0;
  for (const { fault, ...cell } of await read(texts, work)) {
    const { record, field, value } = cell;
    setError(record.id, field.name, fault ? { message: t(`fields.fault.${fault.code}`, { limit: fault.limit }), value } : null);
    if (fault) refused += 1;
    else if (!sameIn(field, value, (record[field.name] ?? null) as FieldValue)) cells.push(cell);
  }
  const object = texts[0]?.record.object;
  if (!object) return;
  const before = cells.map(asItWas);
  const show = (those: Cell[]) => those.forEach(({ record, field, value }) => patch(record.id, { [field.name]: value }));
  show(cells);
  try {
    const saved = cells.length > 0 ? await send(cells, work) : [];
    refused += cells.length - saved.length;
    // What somebody else has changed meanwhile isn't taken back: the server compares the versions.
    const back = saved.map(asItWas);
    const undo = async () => {
      show(back);
      try {
        await send(back, work);
      } catch (error) {
        toast({ text: reasonOf(error, t), tone: 'bad' });
      }
      invalidateObject(queryClient, object);
    };
    const told = t('list.pasted', { count: saved.length }) + (refused > 0 ? t('list.pastedNot', { count: refused }) : '');
    toast({ text: told, tone: refused > 0 ? 'bad' : undefined, action: saved.length > 0 ? { label: t('common.undo'), run: () => void undo() } : undefined });
  } catch (error) {
    show(before);
    toast({ text: reasonOf(error, t), tone: 'bad' });
  }
  invalidateObject(queryClient, object);
}
