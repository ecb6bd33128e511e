/** Selected rows by id. Rows that leave the list leave the selection. */
import { useCallback, useMemo, useState } from 'react';
import type { RecordData } from '@/api/types';

export function useSelection(rows: RecordData[]) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [last, setLast] = useState<string | null>(null);

  const set = useCallback((ids: string[], on: boolean) => {
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
  const clear = useCallback(() => setChosen((before) => (before.size === 0 ? before : new Set())), []);

  const ids = useMemo(() => {
    if (chosen.size === 0) return chosen;
    const present = new Set(rows.map((row) => row.id));
    const kept = [...chosen].filter((id) => present.has(id));
    return kept.length === chosen.size ? chosen : new Set(kept);
  }, [chosen, rows]);
  return useMemo(() => ({ ids, last, set, clear }), [ids, last, set, clear]);
}
