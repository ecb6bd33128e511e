/** The list with one of its things a place further up or down; at the ends as it was. */
export function shift<T>(list: T[], at: number, by: -1 | 1): T[] {
  const to = at + by;
  if (at < 0 || to < 0 || to >= list.length) return list;
  const next = [...list];
  [next[at], next[to]] = [next[to] as T, next[at] as T];
  return next;
}
