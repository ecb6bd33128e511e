/** What of a record page stands in the address. */

const RECORD_TABS = ['timeline', 'fields', 'related', 'history'] as const;
type FixedTab = (typeof RECORD_TABS)[number];
/** A tab that every record may have, or a related list as `object.field`. */
export type RecordTab = FixedTab | `${string}.${string}`;

export interface RecordSearch {
  tab?: RecordTab;
}

export const isFixed = (tab: RecordTab): tab is FixedTab => (RECORD_TABS as readonly string[]).includes(tab);

const isTab = (tab: unknown): tab is RecordTab => typeof tab === 'string' && (isFixed(tab as RecordTab) || /^[a-z]\w{0,63}\.[a-z]\w{0,63}$/.test(tab));

export function readRecordSearch(search: Record<string, unknown>): RecordSearch {
  return isTab(search.tab) ? { tab: search.tab } : {};
}

/** The steps back to where one came from, the tabs among them that one has opened meanwhile. */
interface Steps {
  opened?: number;
}

/** For the entry of a tab that was opened: one step further from where one came from. */
export const deeper = ((before: Steps) => ({ ...before, opened: (before.opened ?? 0) + 1 })) as never;
/** For an entry in the place of the one before. */
export const asDeep = ((before: Steps) => ({ ...before, opened: before.opened })) as never;
export const stepsBack = (state: object): number => 1 + ((state as Steps).opened ?? 0);
