/** What one writes in a dialog, and what is wrong with its parts. */
import { useState } from 'react';
import { ApiError } from '@/api/client';

export type DraftFaults<D> = Partial<Record<keyof D, string>>;

export function useDraft<D extends object>(begin: () => D) {
  const [draft, setDraft] = useState(begin);
  const [faults, setFaults] = useState<DraftFaults<D>>({});
  /** What was wrong with a part is no longer said once it is changed. */
  const change = (part: Partial<D>) => {
    setDraft((before) => ({ ...before, ...part }));
    setFaults((before) => Object.fromEntries(Object.entries(before).filter(([name]) => !(name in part))) as DraftFaults<D>);
  };
  /** Shows what the server refuses at its parts, and at `other` what belongs to none; tells whether there was anything. */
  const refused = (error: unknown, other?: keyof D): boolean => {
    const told: DraftFaults<D> = {};
    for (const one of error instanceof ApiError ? error.errors : []) {
      const [name = ''] = one.field.split('.');
      const part = name in draft ? (name as keyof D) : other;
      if (part) told[part] = one.message;
    }
    setFaults(told);
    return Object.keys(told).length > 0;
  };
  return { draft, change, faults, setFaults, refused };
}
