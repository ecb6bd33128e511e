/** Who else has the record on the screen, and which field this page is changing. The talking to the server is in `Presence`. */
import { useEffect, useMemo } from 'react';
import type { Ref } from '@/api/types';
import { createStore, useStore } from '@/ui/store';

export interface Present {
  user: Ref;
  /** The field that they are changing, if one may see it. */
  field: string | null;
}

export const NOBODY: readonly Present[] = [];
/** The others at the record that is open; one at most is. */
export const present = createStore<readonly Present[]>(NOBODY);
/** The field that is being changed here, with its record. */
export const editing = createStore<{ id: string; field: string } | null>(null);

/** Says that the field is being changed here, until it is null or its editor is gone. */
export function useEditing(id: string, field: string | null): void {
  useEffect(() => {
    if (field === null) return;
    editing.set({ id, field });
    // Another field may have been opened meanwhile.
    return () => editing.set((now) => (now?.id === id && now.field === field ? null : now));
  }, [id, field]);
}

/** The people who are changing this field just now, elsewhere. */
export function useEditors(field: string): Ref[] {
  const all = useStore(present);
  return useMemo(() => all.filter((one) => one.field === field).map((one) => one.user), [all, field]);
}
