/** Selected rows by id. Rows that leave the list leave the selection. */
import { useCallback, useMemo, useState } from 'react';
import type { RecordData } from '@/api/types';

export function useSelection(rows: RecordData[]) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [last, setLast] = useState<string | null>(null);
  const [all, setAll] = useState(false);

  const set = useCallback((ids: string[], on: boolean) => {
    setAll(false);
    setChosen((before) => {
      const next = new Set(before);
      for (const id of ids) {
        if (on) next.add(id);
        else next.delete(id);
      }
      return next;
    });
    setLast(ids.at(-1) ?? null);
  }, []);
  const clear = useCallback(() => {
    setAll(false);
    setChosen((before) => (before.size === 0 ? before : new Set()));
  }, []);
  /** Beyond the loaded rows: all that match. */
  const takeAll = useCallback(() => setAll(true), []);

  const ids = useMemo(() => {
    if (chosen.size === 0) return chosen;
    const present = new Set(rows.map((row) => row.id));
    const kept = [...chosen].filter((id) => present.has(id));
    return kept.length === chosen.size ? chosen : new Set(kept);
  }, [chosen, rows]);
  return useMemo(() => ({ ids, last, all: all && ids.size > 0, set, clear, takeAll }), [ids, last, all, set, clear, takeAll]);
}
