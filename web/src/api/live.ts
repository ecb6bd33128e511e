/**
 * What a change elsewhere means for what has been read here. Changes come in bursts (an import), so
 * they are gathered for a moment and each list is read again at most once per burst.
 */
import type { QueryClient } from '@tanstack/react-query';
import { keys } from './queries';
import type { ChangeEvent } from './types';

const GATHER_MS = 400;

interface Burst {
  objects: Set<string>;
  records: Map<string, { object: string; id: string }>;
  timer: ReturnType<typeof setTimeout>;
}

const bursts = new WeakMap<QueryClient, Burst>();

export function applyChange(queryClient: QueryClient, change: ChangeEvent): void {
  const known = bursts.get(queryClient);
  const burst = known ?? {
    objects: new Set<string>(),
    records: new Map<string, { object: string; id: string }>(),
    timer: setTimeout(() => flush(queryClient), GATHER_MS),
  };
  if (!known) bursts.set(queryClient, burst);
  burst.objects.add(change.object);
  burst.records.set(`${change.object}/${change.id}`, change);
}

function flush(queryClient: QueryClient) {
  const burst = bursts.get(queryClient);
  if (!burst) return;
  bursts.delete(queryClient);
  for (const { object, id } of burst.records.values()) {
    void queryClient.invalidateQueries({ queryKey: keys.record(object, id) });
    void queryClient.invalidateQueries({ queryKey: keys.timeline(object, id) });
    void queryClient.invalidateQueries({ queryKey: keys.history(object, id) });
  }
  for (const object of burst.objects) {
    void queryClient.invalidateQueries({ queryKey: keys.lists(object) });
    void queryClient.invalidateQueries({ queryKey: keys.related(object) });
    void queryClient.invalidateQueries({ queryKey: keys.lookup(object) });
  }
}

/** An administrator changed an object: everything drawn from metadata is read again. */
export function applyMeta(queryClient: QueryClient): void {
  void queryClient.invalidateQueries({ queryKey: keys.objects });
}
