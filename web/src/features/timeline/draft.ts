/** A follow-up that is being written survives a reload: one draft per record, in the browser. */
import { readStored, writeStored } from '@/ui/storage';

export interface FollowUpDraft {
  kind: string;
  content: string;
  next: string | null;
}

function isDraft(value: unknown): value is FollowUpDraft {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, content, next } = value as Record<string, unknown>;
  return typeof kind === 'string' && typeof content === 'string' && (next === null || typeof next === 'string');
}

const keyOf = (object: string, id: string) => `draft.${object}.${id}`;

export const readDraft = (object: string, id: string): FollowUpDraft | null => readStored(keyOf(object, id), isDraft);

/** An empty draft is no draft. */
export function writeDraft(object: string, id: string, draft: FollowUpDraft): void {
  writeStored(keyOf(object, id), draft.content.trim() || draft.next ? draft : null);
}
