/** "Please open the form for a new record": asked from anywhere, answered by the shell. */
import { createStore, useStore } from '@/ui/store';
import type { RecordData } from '@/api/types';

export interface CreateRequest {
  id: number;
  object: string;
  /** Values already known, such as the account when started from its page. */
  defaults?: Record<string, unknown>;
  /** Called with the saved record; without it the page of the record opens. */
  onCreated?: (record: RecordData) => void;
}

const request = createStore<CreateRequest | null>(null);
let next = 1;

export function openCreate(wanted: Omit<CreateRequest, 'id'>) {
  request.set({ ...wanted, id: next++ });
}

export const closeCreate = () => request.set(null);
export const useCreateRequest = () => useStore(request);
