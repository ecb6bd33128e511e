/**
 * What a grouped list shows. The rows of all groups that were opened are kept like the pages of one list, so whatever
 * changes rows changes these, too; a row stands in the group of its value. Counts and sums are read beside the rows.
 */
import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { keys } from '@/api/queries';
import type { Rows } from '@/api/rows';
import type { Field, FieldValue, Locale, Page, RecordData } from '@/api/types';
import { columnPage, countedQuery, FIRST, makesColumns, MORE, readColumns, readFar, type Counted, type Figures, type Grouped, type Wire } from '@/features/board/data';
import { dayNumber } from '@/fields/format/date';
import { asRef } from '@/fields/shared/show';
import { hasDays, spanOf } from './spans';

export interface ReadGroup extends Page<RecordData> {
  value: FieldValue;
}

export interface GroupRows extends Rows {
  pages: ReadGroup[];
}

/** Groups that are open at first, where only counting tells which there are. */
const OPEN = 3;

const wire = (value: FieldValue): Wire => asRef(value)?.id ?? ((value ?? null) as Wire);

/** Tells groups apart; empty for records without a value. */
export const keyOf = (value: FieldValue): string => String(wire(value) ?? '');

/** What the rows of a list come in the order of, from the earliest. */
const rises = ({ sort, group }: Order): boolean => sort?.[0] === group;

type Order = Partial<Pick<Grouped, 'sort' | 'group' | 'spans'>>;

/** Options in their order, yes before no, more stars first, later days first unless the rows rise with them, names by the language; nothing comes last. */
export function byValue(field: Field, locale: Locale, request: Order = {}) {
  const place = (value: FieldValue): number => {
    if (value === null || value === undefined) return Infinity;
    if (hasDays(field)) return rises(request) ? dayNumber(String(value)) : -dayNumber(String(value));
    if (field.kind === 'bool' || field.kind === 'rating') return -Number(value);
    const at = (field.options ?? []).findIndex((option) => option.name === value);
    return at < 0 ? Number.MAX_SAFE_INTEGER : at;
  };
  return (a: { value: FieldValue }, b: { value: FieldValue }): number => {
    const [x, y] = [place(a.value), place(b.value)];
    if (x !== y) return x < y ? -1 : 1;
    const names = [asRef(a.value)?.name ?? keyOf(a.value), asRef(b.value)?.name ?? keyOf(b.value)] as const;
    return names[0].localeCompare(names[1], locale) || (keyOf(a.value) < keyOf(b.value) ? -1 : 1);
  };
}

const rowsKey = (request: Grouped) => [...keys.lists(request.object), request, 'groups'] as const;

const wanted = (pages: ReadGroup[], value: FieldValue) => pages.find((page) => keyOf(page.value) === keyOf(value));

const firstOf = async (request: Grouped, value: FieldValue, signal: AbortSignal): Promise<ReadGroup> => ({ ...(await columnPage(request, wire(value), undefined, FIRST, signal)), value });

/** The groups to begin with: a board knows all columns of a choice and their first rows at once. */
async function begin(queryClient: QueryClient, request: Grouped, field: Field, locale: Locale, signal: AbortSignal): Promise<ReadGroup[]> {
  if (makesColumns(field)) return (await readColumns(request, signal)).filter((column) => column.items.length > 0);
  const { groups } = await queryClient.fetchQuery({ ...countedQuery(request, null), staleTime: 0 });
  const first = [...groups].sort(byValue(field, locale, request)).slice(0, OPEN);
  return Promise.all(first.map(({ value }) => firstOf(request, value, signal)));
}

/** The rows of the open groups; what was read before is read as far again. */
export const rowsQuery = (queryClient: QueryClient, request: Grouped, field: Field, locale: Locale) =>
  queryOptions({
    queryKey: rowsKey(request),
    queryFn: async ({ signal }): Promise<GroupRows> => {
      const now = () => queryClient.getQueryData<GroupRows>(rowsKey(request))?.pages ?? [];
      const before = now();
      const first = await begin(queryClient, request, field, locale, signal);
      const others = before.filter(({ value }) => !wanted(first, value)).map(({ value }) => firstOf(request, value, signal));
      const pages = await Promise.all(
        [...first, ...others].map(async (start): Promise<ReadGroup> => {
          const page = await start;
          return readFar(request, wire(page.value), page, wanted(before, page.value)?.items.length ?? 0, signal);
        }),
      );
      // What was opened meanwhile stays open.
      return { pages: [...pages, ...now().filter(({ value }) => !wanted(pages, value))], pageParams: [null] };
    },
    staleTime: 30_000,
  });

/** Reads the first rows of a group, or the next ones. */
export async function readOn(queryClient: QueryClient, request: Grouped, value: FieldValue): Promise<void> {
  const find = () => wanted(queryClient.getQueryData<GroupRows>(rowsKey(request))?.pages ?? [], value);
  const known = find();
  if (known && !known.next_cursor) return;
  const next = await columnPage(request, wire(value), known?.next_cursor ?? undefined, known ? MORE : FIRST);
  if (find()?.next_cursor !== known?.next_cursor) return;
  queryClient.setQueryData<GroupRows>(rowsKey(request), (rows) => {
    if (!rows) return rows;
    if (!known) return { ...rows, pages: [...rows.pages, { ...next, value }] };
    return { ...rows, pages: rows.pages.map((page) => (keyOf(page.value) === keyOf(value) ? { ...page, items: [...page.items, ...next.items], next_cursor: next.next_cursor } : page)) };
  });
}

export interface Group {
  key: string;
  value: FieldValue;
  rows: RecordData[];
  /** Its rows were read. */
  loaded: boolean;
  /** There are more than were read. */
  more: boolean;
  figures: Figures | undefined;
}

/** The groups in their order. One that has lost its last row is none any more. */
export function groupsOf(field: Field, pages: ReadGroup[], counted: Counted | undefined, locale: Locale, request: Order = {}): Group[] {
  const { spans } = request;
  const of = (row: RecordData): FieldValue => {
    const value = row[field.name] as FieldValue;
    return spans ? spanOf(value, spans) : value;
  };
  const groups = new Map<string, Group>();
  const at = (value: FieldValue): Group => {
    const key = keyOf(value);
    const group = groups.get(key) ?? { key, value: value ?? null, rows: [], loaded: false, more: false, figures: undefined };
    groups.set(key, group);
    return group;
  };
  for (const page of pages) Object.assign(at(page.value), { loaded: true, more: page.next_cursor !== null });
  for (const figures of counted?.groups ?? []) at(figures.value).figures = figures;
  const seen = new Set<string>();
  const come: RecordData[] = [];
  for (const page of pages) {
    for (const row of page.items) {
      if (seen.has(row.id)) continue;
      seen.add(row.id);
      const value = of(row);
      if (keyOf(value) === keyOf(page.value)) at(value).rows.push(row);
      else come.push(row);
    }
  }
  // What came from another group stands on top.
  for (const row of come.reverse()) at(of(row)).rows.unshift(row);
  const there = ({ loaded, rows, more, figures }: Group) => rows.length > 0 || more || (!loaded && (figures?.count ?? 0) > 0);
  return [...groups.values()].filter(there).sort(byValue(field, locale, request));
}

export type Line =
  | { kind: 'group'; key: string; group: Group; open: boolean }
  | { kind: 'row'; key: string; group: Group; record: RecordData }
  /** Rows that are being read for the first time. */
  | { kind: 'wait'; key: string; group: Group }
  /** Further rows can be read. */
  | { kind: 'more'; key: string; group: Group; state: Reading | undefined };

export type Reading = 'busy' | 'failed';

/** What stands below one another: the head of each group, and the rows of those that are open. */
export function linesOf(groups: Group[], isOpen: (group: Group) => boolean, reading: ReadonlyMap<string, Reading>): Line[] {
  return groups.flatMap((group): Line[] => {
    const open = isOpen(group);
    const head: Line = { kind: 'group', key: `group:${group.key}`, group, open };
    if (!open) return [head];
    const state = reading.get(group.key);
    if (!group.loaded && state !== 'failed') {
      const rows = Math.min(Math.max(group.figures?.count ?? 1, 1), 3);
      return [head, ...Array.from({ length: rows }, (_, at): Line => ({ kind: 'wait', key: `wait:${group.key}:${at}`, group }))];
    }
    const rows = group.rows.map((record): Line => ({ kind: 'row', key: record.id, group, record }));
    return [head, ...rows, ...(group.more || !group.loaded ? [{ kind: 'more', key: `more:${group.key}`, group, state } as Line] : [])];
  });
}
