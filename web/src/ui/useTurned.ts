/** Things that somebody has turned the other way than they stood, by key. */
import { useState } from 'react';

export function useTurned(): [ReadonlySet<string>, (key: string) => void] {
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const turn = (key: string) =>
    setTurned((before) => {
      const next = new Set(before);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  return [turned, turn];
}
