/** A value with steps back and forth; steps in quick succession that say so are one. */
import { useState } from 'react';

const MOST = 50;

interface Steps<T> {
  past: T[];
  now: T;
  future: T[];
  /** What the last step changed; the next one of the same name belongs to it. */
  name: string | null;
}

export function useHistory<T>(start: T) {
  const [steps, setSteps] = useState<Steps<T>>({ past: [], now: start, future: [], name: null });
  return {
    now: steps.now,
    canUndo: steps.past.length > 0,
    canRedo: steps.future.length > 0,
    /** With a name, such as of a text that is being typed, steps are joined while it stays the same. */
    change: (next: T, name: string | null = null) =>
      setSteps(({ past, now, name: before }) => ({ past: name !== null && name === before ? past : [...past, now].slice(-MOST), now: next, future: [], name })),
    undo: () => setSteps((all) => (all.past.length ? { past: all.past.slice(0, -1), now: all.past.at(-1) as T, future: [all.now, ...all.future], name: null } : all)),
    redo: () => setSteps((all) => (all.future.length ? { past: [...all.past, all.now], now: all.future[0] as T, future: all.future.slice(1), name: null } : all)),
    restart: (now: T) => setSteps({ past: [], now, future: [], name: null }),
  };
}
