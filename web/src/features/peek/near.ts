/** The rows above and below the record that stands beside its list. */
import { useRef } from 'react';
import type { RecordData } from '@/api/types';

export interface Near {
  /** Its place in the list from 1; none while it isn't among the rows. */
  position: number | undefined;
  previous: string | undefined;
  next: string | undefined;
}

/** A record that an edit has taken out of the list keeps its place, so that one goes on from there. */
export function useNear(rows: RecordData[], id: string): Near {
  const last = useRef({ id, at: -1 });
  const at = rows.findIndex((row) => row.id === id);
  if (at >= 0) last.current = { id, at };
  if (at >= 0) return { position: at + 1, previous: rows[at - 1]?.id, next: rows[at + 1]?.id };
  const before = last.current.id === id ? last.current.at : -1;
  if (before < 0) return { position: undefined, previous: undefined, next: rows[0]?.id };
  return { position: undefined, previous: rows[before - 1]?.id, next: rows[before]?.id };
}
