/** The state of a list as it stands in the address, so that a link shows what its sender saw. */
import { OPS, type Field, type Filter, type FilterTest } from '@/api/types';

/** How large the spans of days are that make groups. */
export type Grain = 'day' | 'week' | 'month' | 'quarter' | 'year';

export interface ListSearch {
  /** A saved view by its id, or a built-in one by its name. */
  view?: string;
  /** Chips that all must hold, instead of the view's; null: none of the view's. */
  filter?: Filter | null;
  /** As the API takes it: `-created_at,name`. */
  sort?: string;
  /** What the rows are grouped by, and the number that is added up in each group, instead of the view's; null: nothing. */
  group?: string | null;
  sum?: string | null;
  /** Of a date that the rows are grouped by. */
  grain?: Grain;
  q?: string;
  deleted?: true;
  /** A day of the stretch that a calendar shows. */
  at?: string;
  /** A calendar shows a week; else a month. */
  span?: 'week';
  /** The region or option below which a board looks. */
  within?: string;
  /** The record that stands beside the list. */
  peek?: string;
}

/** Nothing that a view says itself. */
export const OWN: ListSearch = { filter: undefined, sort: undefined, group: undefined, sum: undefined, grain: undefined };

export function isTest(filter: Filter): filter is FilterTest {
  return 'field' in filter;
}

const MAX_DEPTH = 8;

/** A filter from an address is anybody's text: only well-formed trees pass. */
export function readFilter(value: unknown, depth = 0): Filter | undefined {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return undefined;
  const node = value as Record<string, unknown>;
  for (const join of ['and', 'or'] as const) {
    const list = node[join];
    if (!Array.isArray(list)) continue;
    const parts = list.map((part) => readFilter(part, depth + 1)).filter((part) => part !== undefined);
    return parts.length > 0 ? ({ [join]: parts } as Filter) : undefined;
  }
  if ('not' in node) {
    const inner = readFilter(node.not, depth + 1);
    return inner ? { not: inner } : undefined;
  }
  if (typeof node.field !== 'string' || !OPS.includes(node.op as FilterTest['op'])) return undefined;
  const test: FilterTest = { field: node.field, op: node.op as FilterTest['op'] };
  if (node.value !== undefined) test.value = node.value;
  return test;
}

export function readListSearch(search: Record<string, unknown>): ListSearch {
  const result: ListSearch = {};
  if (typeof search.view === 'string' && /^[\w-]{1,40}$/.test(search.view)) result.view = search.view;
  const filter = search.filter === null && result.view ? null : readFilter(search.filter);
  if (filter !== undefined) result.filter = filter;
  if (typeof search.sort === 'string' && /^-?[a-z][\w.]*(,-?[a-z][\w.]*)*$/.test(search.sort)) result.sort = search.sort;
  for (const key of ['group', 'sum'] as const) {
    const name = search[key];
    if (name === null || (typeof name === 'string' && /^[a-z]\w*$/.test(name))) result[key] = name;
  }
  if (typeof search.grain === 'string' && /^(day|week|month|quarter|year)$/.test(search.grain)) result.grain = search.grain as Grain;
  // The router reads a bare number as a number; people search for phone numbers.
  if (typeof search.q === 'string' || typeof search.q === 'number') result.q = String(search.q) || undefined;
  if (result.q === undefined) delete result.q;
  if (search.deleted === true) result.deleted = true;
  if (typeof search.at === 'string' && /^\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])$/.test(search.at)) result.at = search.at;
  if (search.span === 'week') result.span = 'week';
  if (/^[\w/]{1,250}$/.test(String(search.within ?? ''))) result.within = String(search.within);
  if (typeof search.peek === 'string' && /^[\w-]{1,40}$/.test(search.peek)) result.peek = search.peek;
  return result;
}

/** The chips of the bar: the parts of the top-level "and". */
export function chipsOf(filter: Filter | undefined): Filter[] {
  if (!filter) return [];
  return 'and' in filter ? filter.and : [filter];
}

export function filterOf(chips: Filter[]): Filter | undefined {
  if (chips.length === 0) return undefined;
  return chips.length === 1 ? chips[0] : { and: chips };
}

/** What a list can be grouped by, as the server has it: one of few values, a record that many share, or a date by its span. */
export const groups = (field: Field): boolean => /^(choice|bool|rating|reference|user|department|date|datetime)$/.test(field.kind) && field.access !== 'masked';

export interface SortKey {
  field: string;
  desc: boolean;
}

export function readSort(sort: string | undefined): SortKey[] {
  if (!sort) return [];
  return sort.split(',').map((part) => (part.startsWith('-') ? { field: part.slice(1), desc: true } : { field: part, desc: false }));
}

export const SORT_KEYS = 4;

export const writeSort = (keys: SortKey[]): string | undefined =>
  keys.map((key) => (key.desc ? `-${key.field}` : key.field)).join(',') || undefined;

/** Header click: ascending, descending, none. With `add` the other keys stay. */
export function nextSort(sort: string | undefined, field: string, add = false): string | undefined {
  const keys = readSort(sort);
  if (add) {
    const known = keys.find((key) => key.field === field);
    if (!known) return keys.length < SORT_KEYS ? writeSort([...keys, { field, desc: false }]) : sort;
    if (known.desc) return writeSort(keys.filter((key) => key !== known));
    return writeSort(keys.map((key) => (key === known ? { field, desc: true } : key)));
  }
  const [first] = keys;
  if (first?.field !== field || keys.length > 1) return field;
  return first.desc ? undefined : `-${field}`;
}
