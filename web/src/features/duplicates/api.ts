/** Possible duplicates, merges, and the steward's queue. */
import { api, ApiError } from '@/api/client';
import type { DuplicatePolicy, Ref } from '@/api/types';

export interface DuplicateReason {
  field: string;
  label: string;
  similar: boolean;
}

/** A record that may be the same; without id and name when it is out of sight. */
export interface DuplicateItem {
  id: string | null;
  name: string | null;
  owner: Ref | null;
  last_follow_up_on: string | null;
  can_merge: boolean;
  reasons: DuplicateReason[];
}

export interface DuplicateAnswer {
  policy: DuplicatePolicy;
  items: DuplicateItem[];
}

export interface DuplicateSide {
  id: string;
  name: string;
  owner: Ref | null;
  created_at: string | null;
  last_follow_up_at: string | null;
}

export interface DuplicatePair {
  id: string;
  records: DuplicateSide[];
  reasons: DuplicateReason[];
  state: 'open' | 'dismissed';
}

export interface DuplicateQueue {
  items: DuplicatePair[];
  next_cursor: string | null;
  searching: { done: number; total: number } | null;
}

export interface MergeItem {
  id: string;
  winner: Ref;
  loser: Ref;
  merged_by: Ref | null;
  merged_at: string;
  can_undo: boolean;
  undone: boolean;
}

export const checkDuplicates = (object: string, values: Record<string, unknown>, signal?: AbortSignal) => api.post<DuplicateAnswer>(`/records/${object}/duplicates`, { values }, { signal });

export const duplicatesOf = (object: string, id: string, signal?: AbortSignal) => api.get<DuplicateAnswer>(`/records/${object}/${id}/duplicates`, { signal });

export const duplicateQueue = (object: string, dismissed: boolean, cursor: string | null, signal?: AbortSignal) =>
  api.get<DuplicateQueue>(`/records/${object}/duplicates`, { query: { dismissed: dismissed || undefined, cursor }, signal });

/** The first of the objects that has pairs waiting; null when none has. */
export async function firstWithPairs(objects: string[], signal?: AbortSignal): Promise<string | null> {
  for (const object of objects) {
    const page = await api.get<DuplicateQueue>(`/records/${object}/duplicates`, { query: { limit: 1 }, signal });
    if (page.items.length > 0) return object;
  }
  return null;
}

export const searchPairs = (object: string) => api.post<DuplicateQueue>(`/records/${object}/duplicates/search`, {});

export const decidePair = (id: string, apart: boolean) => api.post<void>(`/duplicates/${id}/${apart ? 'dismiss' : 'reopen'}`, {});

export const tellApart = (object: string, id: string, other: string) => api.post<void>(`/records/${object}/${id}/actions/tell_apart`, { other });

export const mergeRecords = (object: string, id: string, loser: string, take: string[]) => api.post<{ merge: string; moved: number }>(`/records/${object}/${id}/actions/merge`, { loser, take });

export const mergesOf = (object: string, signal?: AbortSignal) => api.get<{ items: MergeItem[] }>(`/records/${object}/merges`, { signal });

export const undoMerge = (id: string) => api.post<{ moved: number; kept: number }>(`/merges/${id}/undo`, {});

export const duplicateKeys = {
  of: (object: string, id: string) => ['duplicates', object, id] as const,
  queue: (object: string, dismissed: boolean) => ['duplicates', object, 'queue', dismissed] as const,
  first: ['duplicates', 'first'] as const,
  merges: (object: string) => ['duplicates', object, 'merges'] as const,
  all: (object: string) => ['duplicates', object] as const,
};

/** What a refused save tells of records that are there; nothing for other refusals. */
export function duplicatesIn(error: unknown): { items: DuplicateItem[]; blocked: boolean } | null {
  if (!(error instanceof ApiError) || (error.code !== 'possible_duplicate' && error.code !== 'duplicate_record')) return null;
  return { items: (error.problem as { duplicates?: DuplicateItem[] }).duplicates ?? [], blocked: error.code === 'duplicate_record' };
}
