/** What waits for the server is sent when the line is back, and tried from time to time. */
import { useEffect, useRef } from 'react';
import { useConnection } from '@/app/shell/connection';
import type { Field, ObjectMeta } from '@/api/types';
import type { Refusal } from './edits';
import { editing } from './presence';

/** How long what waits rests before it is tried again. */
const TRY_AGAIN_MS = 8_000;

interface Unsent {
  refusals: Readonly<Record<string, Refusal>>;
  saving: ReadonlySet<string>;
  /** The person is being asked about a change. */
  asking: boolean;
}

export function useRetry(meta: ObjectMeta, id: string, { refusals, saving, asking }: Unsent, send: (field: Field, change: Refusal) => void): void {
  const online = useConnection() === 'online';
  const waiting = Object.entries(refusals).filter(([, one]) => one.state === 'waiting');
  const retry = useRef(() => {});
  retry.current = () => {
    // What is asked about or being changed just now is not sent behind the person's back.
    if (asking) return;
    const at = editing.get();
    for (const [name, one] of waiting) {
      const field = meta.fields.find((each) => each.name === name);
      if (field && !saving.has(name) && !(at?.id === id && at.field === name)) send(field, one);
    }
  };
  const some = waiting.length > 0;
  useEffect(() => {
    if (!some) return;
    if (online) retry.current();
    const timer = setInterval(() => retry.current(), TRY_AGAIN_MS);
    return () => clearInterval(timer);
  }, [some, online]);
}
