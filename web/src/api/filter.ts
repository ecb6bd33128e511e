/** Conditions as the API takes them. */
import type { Filter } from './types';

/** All of the conditions together; none of them is no condition. */
export function every(...filters: (Filter | null | undefined)[]): Filter | null {
  const given = filters.filter((one) => one !== null && one !== undefined);
  return given.length > 1 ? { and: given } : (given[0] ?? null);
}
