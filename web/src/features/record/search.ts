/** What of a record page stands in the address. */

export const RECORD_TABS = ['timeline', 'fields', 'related', 'history'] as const;
export type RecordTab = (typeof RECORD_TABS)[number];

export interface RecordSearch {
  tab?: RecordTab;
}

export function readRecordSearch(search: Record<string, unknown>): RecordSearch {
  const tab = RECORD_TABS.find((name) => name === search.tab);
  return tab ? { tab } : {};
}
