/**
 * What a board shows. Its columns are kept like the pages of a list, so that whatever changes rows of lists (a move,
 * an event, a form) changes cards, too. A card stands in the column of its value, not where it was read.
 */
import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { every } from '@/api/filter';
import { endingsOf } from '@/api/outcome';
import { keys, type ListRequest } from '@/api/queries';
import type { Rows } from '@/api/rows';
import type { Field, FieldValue, Filter, ObjectMeta, Page, RecordData } from '@/api/types';
import { aboveOf } from '@/fields/cascade/tree';
import { lastOf, type Spans } from '@/features/groups/spans';
import { STAGE_SINCE } from '@/features/stage/ageing';
import type { Axis } from './axis';

/** Where one looks in a tree of regions or cascading options. */
export interface Tree {
  /** The node below which one looks; null at the top. */
  within: string | null;
  /** How far from the top the columns are. */
  level: number;
}

export interface BoardRequest extends ListRequest {
  group: string;
  tree?: Tree;
  sum: string | null;
}

/** A column as it was read. */
interface ReadColumn extends Page<RecordData> {
  value: string | null;
}

export interface Board extends Rows {
  pages: ReadColumn[];
}

/** As the server has it: options that make columns. */
const COLUMNS = 60;

/** Whether a board has a column for each option of the field. */
export const makesColumns = (field: Field): boolean => field.kind === 'choice' && (field.options?.length ?? 0) <= COLUMNS;

const isTree = (field: Field): boolean => field.kind === 'region' || field.kind === 'cascade';

/** Whether a board can have its columns by the field; a level of a cascade may be too wide. */
export function makesBoard(field: Field): boolean {
  if (!isTree(field)) return makesColumns(field);
  const widths = new Map<string, number>();
  for (const { name } of field.options ?? []) widths.set(aboveOf(name), (widths.get(aboveOf(name)) ?? 0) + 1);
  return [...widths.values()].every((width) => width <= COLUMNS);
}

/** Cards of each column in the first read, and of each further one. */
export const FIRST = 20;
export const MORE = 50;

/** A value as a filter takes it. */
export type Wire = string | number | boolean | null;

/** Records that stand together by the value of a field. */
export interface Grouped extends Omit<BoardRequest, 'sum'> {
  /** Of a date, the spans that make groups. */
  spans?: Spans;
}

/** The records of a column: of a branch, whatever lies under it, and of a span, from its first day to its last. */
export function test({ group, tree, spans }: Pick<Grouped, 'group' | 'tree' | 'spans'>, value: Wire): Filter {
  if (value === null) return { field: group, op: 'empty' };
  if (spans) return { field: group, op: 'between', value: [value, lastOf(String(value), spans.grain)] };
  return { field: group, op: tree && value !== tree.within ? 'under' : 'eq', value };
}

/** A page of the records that have this value. */
export function columnPage(request: Grouped, value: Wire, cursor: string | undefined, limit: number, signal?: AbortSignal) {
  const { object, filter, sort, fields, q } = request;
  const body = { filter: every(filter, test(request, value)), sort, fields, q, cursor, limit, total: 'none' };
  return api.post<Page<RecordData>>(`/records/${object}/query`, body, { signal });
}

/** A column as far as it was read before. */
export async function readFar<P extends Page<RecordData>>(request: Grouped, value: Wire, first: P, far: number, signal?: AbortSignal): Promise<P> {
  let { items, next_cursor: cursor } = first;
  while (cursor && items.length < far) {
    const page = await columnPage(request, value, cursor, MORE, signal);
    items = [...items, ...page.items];
    cursor = page.next_cursor;
  }
  return { ...first, items, next_cursor: cursor };
}

/** All columns with their first cards. */
export async function readColumns({ object, group, tree, filter, q, sort, fields }: Grouped, signal?: AbortSignal): Promise<ReadColumn[]> {
  const body = { group, within: tree?.within ?? undefined, filter: filter ?? undefined, q, sort, fields, limit: FIRST };
  return (await api.post<{ columns: ReadColumn[] }>(`/records/${object}/board`, body, { signal })).columns;
}

const boardKey = (request: BoardRequest) => [...keys.lists(request.object), request, 'board'] as const;

/** All columns; those of which more was read before are read as far again. */
export const boardQuery = (queryClient: QueryClient, request: BoardRequest) =>
  queryOptions({
    queryKey: boardKey(request),
    queryFn: async ({ signal }): Promise<Board> => {
      const before = queryClient.getQueryData<Board>(boardKey(request));
      const far = (value: string | null) => before?.pages.find((page) => page.value === value)?.items.length ?? 0;
      const columns = await readColumns(request, signal);
      const pages = await Promise.all(columns.map((column) => readFar(request, column.value, column, far(column.value), signal)));
      return { pages, pageParams: [null] };
    },
    staleTime: 30_000,
  });

/** Reads on in one column. */
export async function readMore(queryClient: QueryClient, request: BoardRequest, value: string | null): Promise<void> {
  const cursor = queryClient.getQueryData<Board>(boardKey(request))?.pages.find((page) => page.value === value)?.next_cursor;
  if (!cursor) return;
  const next = await columnPage(request, value, cursor, MORE);
  queryClient.setQueryData<Board>(boardKey(request), (board) =>
    board && {
      ...board,
      pages: board.pages.map((page) =>
        page.value === value && page.next_cursor === cursor ? { ...page, items: [...page.items, ...next.items], next_cursor: next.next_cursor } : page,
      ),
    },
  );
}

export interface Figures {
  value: FieldValue;
  count: number;
  sum: unknown;
}

export interface Counted {
  groups: Figures[];
  /** There are more groups than the server tells of. */
  truncated: boolean;
}

interface Answer {
  groups: { key: Record<string, FieldValue>; values: Record<string, unknown> }[];
  truncated: boolean;
}

/** Which values there are, how many records each has, and what they add up to. */
export const countedQuery = ({ object, group, tree, spans, filter, q }: Grouped, sum: string | null) =>
  queryOptions({
    queryKey: [...keys.counts(object), 'groups', group, tree ?? null, spans ?? null, sum, filter ?? null, q ?? ''] as const,
    queryFn: async ({ signal }): Promise<Counted> => {
      const measures = [{ fn: 'count' }, ...(sum ? [{ fn: 'sum', field: sum }] : [])];
      const inside = every(filter, tree?.within ? { field: group, op: 'under', value: tree.within } : null) ?? undefined;
      const body = { group_by: [group], levels: tree && { [group]: tree.level }, grains: spans && { [group]: spans.grain }, measures, filter: inside, q };
      const answer = await api.post<Answer>(`/records/${object}/query`, body, { signal });
      const groups = answer.groups.map(({ key, values }) => ({ value: key[group] ?? null, count: Number(values.count), sum: sum ? (values[`sum_${sum}`] ?? null) : null }));
      return { groups, truncated: answer.truncated };
    },
    staleTime: 30_000,
  });

export interface Column {
  /** Api name of the option; null for cards without a value. */
  value: string | null;
  cards: RecordData[];
  more: boolean;
}

/** The cards by their values as they are now; what came from another column stands on top. */
export function columnsOf(board: Board, field: Field, { place: columnOf, order }: Pick<Axis, 'place' | 'order'>): Column[] {
  const seen = new Set<string>();
  const places = new Map<string | null, { own: RecordData[]; come: RecordData[] }>();
  for (const page of board.pages) places.set(page.value, { own: [], come: [] });
  for (const page of board.pages) {
    for (const card of page.items) {
      if (seen.has(card.id)) continue;
      seen.add(card.id);
      const value = columnOf((card[field.name] ?? null) as string | null);
      // It was moved to another part of the tree.
      if (value === undefined) continue;
      const place = places.get(value) ?? { own: [], come: [] };
      places.set(value, place);
      (value === page.value ? place.own : place.come).push(card);
    }
  }
  const more = (value: string | null) => board.pages.some((page) => page.value === value && page.next_cursor !== null);
  return [...places].map(([value, { own, come }]) => ({ value, cards: [...come, ...own], more: more(value) })).sort((a, b) => (a.value === b.value ? 0 : order(a.value) - order(b.value)));
}

/** Fields that cards need, asked for with them. */
export function boardFields(meta: ObjectMeta, group: string, sum: string | null, card: string[]): string[] {
  const known = new Set(meta.fields.map((field) => field.name));
  return [...new Set([meta.name_field, group, sum ?? '', ...card, 'updated_at', group === meta.stage_field ? STAGE_SINCE : '', ...endingsOf(meta.fields).map((field) => field.name)])].filter((name) => known.has(name));
}
