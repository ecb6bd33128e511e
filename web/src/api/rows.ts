/**
 * Keyset pages as one long list. Pages only ever follow one another, so the list knows what it has
 * loaded and that there is more; the rest is a window of placeholders that fills while one scrolls.
 */
import type { InfiniteData } from '@tanstack/react-query';
import type { Page, RecordData, Total } from './types';

export type Rows = InfiniteData<Page<RecordData>>;

/** Rows of all pages. A record that moved between two reads appears once, where it was read last. */
export function flatten(data: Rows | undefined): RecordData[] {
  if (!data) return [];
  const seen = new Map<string, RecordData>();
  for (const page of data.pages) {
    for (const item of page.items) {
      seen.delete(item.id);
      seen.set(item.id, item);
    }
  }
  return [...seen.values()];
}

export const totalOf = (data: Rows | undefined): Total | undefined => data?.pages[0]?.total;

/** How many rows the scroll bar stands for: the loaded ones and at most one window of what follows. */
export function rowCount(loaded: number, hasMore: boolean, total: Total | undefined, window = 100): number {
  if (!hasMore) return loaded;
  const rest = total?.exact ? Math.max(total.value - loaded, 1) : window;
  return loaded + Math.min(rest, window);
}

/** Read on when the last visible row comes within `ahead` rows of the end of what is loaded. */
export function wantsMore(lastVisible: number, loaded: number, hasMore: boolean, ahead = 40): boolean {
  return hasMore && lastVisible >= loaded - ahead;
}

function mapItems(data: Rows, change: (items: RecordData[]) => RecordData[]): Rows {
  return { ...data, pages: data.pages.map((page) => ({ ...page, items: change(page.items) })) };
}

/** A record as it is now, laid over the row; pages without it stay the same objects. */
export function patchRow(data: Rows | undefined, id: string, change: Partial<RecordData>): Rows | undefined {
  if (!data) return data;
  return {
    ...data,
    pages: data.pages.map((page) =>
      page.items.some((item) => item.id === id)
        ? { ...page, items: page.items.map((item) => (item.id === id ? { ...item, ...change } : item)) }
        : page,
    ),
  };
}

/** Takes rows away, and as many from the total. */
export function removeRows(data: Rows | undefined, ids: ReadonlySet<string>): Rows | undefined {
  if (!data) return data;
  const gone = data.pages.reduce((sum, page) => sum + page.items.filter((item) => ids.has(item.id)).length, 0);
  if (gone === 0) return data;
  const next = mapItems(data, (items) => items.filter((item) => !ids.has(item.id)));
  const [first, ...others] = next.pages;
  if (!first?.total) return next;
  const total = first.total.exact ? { ...first.total, value: Math.max(first.total.value - gone, 0) } : first.total;
  return { ...next, pages: [{ ...first, total }, ...others] };
}

/** Ids from one row to another, for a selection with Shift. */
export function idsBetween(rows: RecordData[], from: string, to: string): string[] {
  const a = rows.findIndex((row) => row.id === from);
  const b = rows.findIndex((row) => row.id === to);
  if (a < 0 || b < 0) return [to];
  return rows.slice(Math.min(a, b), Math.max(a, b) + 1).map((row) => row.id);
}
