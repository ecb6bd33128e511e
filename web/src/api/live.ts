/**
 * What a change elsewhere means for what has been read here. Changes come in bursts (an import), so
 * they are gathered for a moment. A changed row that is on the screen is read again by itself; a
 * short list is read again as a whole; a long one says that it has become old.
 */
import type { QueryClient } from '@tanstack/react-query';
import { createStore, useStore } from '@/ui/store';
import { api } from './client';
import { keys, type ListRequest } from './queries';
import { patchRow, removeRows, type Rows } from './rows';
import type { ChangeEvent, RecordData } from './types';

const GATHER_MS = 400;
/** More changed rows than this are not fetched one by one. */
const SINGLE_READS = 8;
/** A list of more pages is not read again without being asked. */
const SHORT_LIST = 2;

const stale = createStore<ReadonlySet<string>>(new Set());
export const useStaleLists = () => useStore(stale);

export function clearStale(object: string) {
  stale.set((before) => new Set([...before].filter((name) => name !== object)));
}

interface Burst {
  changes: Map<string, ChangeEvent>;
}

const bursts = new WeakMap<QueryClient, Burst>();

export function applyChange(queryClient: QueryClient, change: ChangeEvent): void {
  let burst = bursts.get(queryClient);
  if (!burst) {
    burst = { changes: new Map() };
    bursts.set(queryClient, burst);
    setTimeout(() => flush(queryClient), GATHER_MS);
  }
  burst.changes.set(`${change.object}/${change.id}`, change);
}

function flush(queryClient: QueryClient) {
  const burst = bursts.get(queryClient);
  if (!burst) return;
  bursts.delete(queryClient);
  const byObject = new Map<string, ChangeEvent[]>();
  for (const change of burst.changes.values()) {
    const known = queryClient.getQueryData<RecordData>(keys.record(change.object, change.id));
    if (!known || known.version !== change.version) {
      void queryClient.invalidateQueries({ queryKey: keys.record(change.object, change.id) });
    }
    void queryClient.invalidateQueries({ queryKey: keys.timeline(change.object, change.id) });
    void queryClient.invalidateQueries({ queryKey: keys.history(change.object, change.id) });
    byObject.set(change.object, [...(byObject.get(change.object) ?? []), change]);
  }
  // What is reached is counted over many records: it is read again when it is next shown, not at each change.
  void queryClient.invalidateQueries({ queryKey: keys.goals, refetchType: 'none' });
  for (const [object, changes] of byObject) {
    void queryClient.invalidateQueries({ queryKey: keys.related(object) });
    void queryClient.invalidateQueries({ queryKey: keys.lookup(object) });
    const updatesOnly = changes.every((change) => change.kind === 'updated') && changes.length <= SINGLE_READS;
    if (updatesOnly) for (const change of changes) void refreshRow(queryClient, change);
    else refreshLists(queryClient, object);
  }
}

/** Reads one row again, for every list that shows it in another version. */
async function refreshRow(queryClient: QueryClient, { object, id, version }: ChangeEvent) {
  for (const query of queryClient.getQueryCache().findAll({ queryKey: keys.lists(object) })) {
    const data = query.state.data as Rows | undefined;
    const row = data?.pages.flatMap((page) => page.items).find((item) => item.id === id);
    if (!row || row.version >= version) continue;
    const fields = (query.queryKey[2] as ListRequest | undefined)?.fields?.join(',');
    const fresh = await api.get<RecordData>(`/records/${object}/${id}`, { query: { fields } }).catch(() => null);
    if (!fresh) continue;
    queryClient.setQueryData<Rows>(query.queryKey, (rows) => patchRow(rows, id, fresh));
  }
}

function refreshLists(queryClient: QueryClient, object: string) {
  void queryClient.invalidateQueries({ queryKey: keys.counts(object) });
  for (const query of queryClient.getQueryCache().findAll({ queryKey: keys.lists(object) })) {
    // A board keeps its columns as pages of one read.
    const pages = (query.state.data as Rows | undefined)?.pageParams.length ?? 0;
    if (pages <= SHORT_LIST) void queryClient.invalidateQueries({ queryKey: query.queryKey });
    else if (query.isActive()) stale.set((before) => new Set([...before, object]));
  }
}

/** After a change of one's own: everything of this object is read again. */
export function invalidateObject(queryClient: QueryClient, object: string): void {
  refreshLists(queryClient, object);
  void queryClient.invalidateQueries({ queryKey: keys.related(object) });
  void queryClient.invalidateQueries({ queryKey: keys.lookup(object) });
}

/** An administrator changed an object or the look: everything drawn from metadata is read again. */
export function applyMeta(queryClient: QueryClient): void {
  void queryClient.invalidateQueries({ queryKey: keys.me });
  void queryClient.invalidateQueries({ queryKey: keys.objects });
}

/** Lays a change over a record wherever it is shown: on its page and in every list. */
export function patchEverywhere(queryClient: QueryClient, object: string, id: string, change: Partial<RecordData>): void {
  queryClient.setQueryData<RecordData>(keys.record(object, id), (known) => known && { ...known, ...change });
  queryClient.setQueriesData<Rows>({ queryKey: keys.lists(object) }, (rows) => patchRow(rows, id, change));
}

/** Takes records out of every list at once; what the lists then miss is read by `invalidateObject`. */
export function removeEverywhere(queryClient: QueryClient, object: string, ids: ReadonlySet<string>): void {
  queryClient.setQueriesData<Rows>({ queryKey: keys.lists(object) }, (rows) => removeRows(rows, ids));
}

/** One record has changed in ways that the answer did not show (a follow-up moves its dates). */
export function invalidateRecord(queryClient: QueryClient, object: string, id: string): void {
  void queryClient.invalidateQueries({ queryKey: keys.record(object, id) });
  void queryClient.invalidateQueries({ queryKey: keys.timeline(object, id) });
  void queryClient.invalidateQueries({ queryKey: keys.history(object, id) });
}
