/** What is being written below a record survives a reload: one draft for each record and form, in the browser. */
import type { FieldValue } from '@/api/types';
import { isEmpty } from '@/fields/types';
import { readStored, writeStored } from '@/ui/storage';
import type { Draft } from '../form/values';

const isDraft = (value: unknown): value is Draft => typeof value === 'object' && value !== null && !Array.isArray(value);

const keyOf = (writes: string, object: string, id: string) => `draft.${writes}.${object}.${id}`;

export const readDraft = (writes: string, object: string, id: string): Draft => readStored(keyOf(writes, object, id), isDraft) ?? {};

/** A draft without anything in it is none; which way of contact was chosen says nothing by itself. */
export function writeDraft(writes: string, object: string, id: string, draft: Draft, ways?: string): void {
  const says = Object.entries(draft).some(([name, value]) => name !== ways && !isBlank(value));
  writeStored(keyOf(writes, object, id), says ? draft : null);
}

const isBlank = (value: FieldValue) => (typeof value === 'string' ? value.trim() === '' : isEmpty(value));
