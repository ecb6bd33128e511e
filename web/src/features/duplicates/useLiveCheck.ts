/** Looks for duplicates of what is being typed, a moment after the last key. */
import { useEffect, useMemo, useState } from 'react';
import type { FieldValue, ObjectMeta } from '@/api/types';
import { toWire } from '@/fields/registry';
import { isEmpty } from '@/fields/types';
import { checkDuplicates, type DuplicateAnswer } from './api';

const PAUSE = 500;

export function useLiveCheck(meta: ObjectMeta, draft: Record<string, FieldValue | undefined>): DuplicateAnswer | null {
  const [answer, setAnswer] = useState<DuplicateAnswer | null>(null);
  const fields = useMemo(() => {
    const names = new Set(meta.duplicates?.keys.map((key) => key.field));
    return meta.duplicates?.page === 'allow' ? [] : meta.fields.filter((field) => names.has(field.name) && field.access === 'write');
  }, [meta]);
  const asked = JSON.stringify(Object.fromEntries(fields.filter((field) => !isEmpty(draft[field.name])).map((field) => [field.name, toWire(draft[field.name], field)])));
  useEffect(() => {
    const values = JSON.parse(asked) as Record<string, unknown>;
    const stop = new AbortController();
    const timer = setTimeout(
      () => {
        if (Object.keys(values).length === 0) {
          setAnswer(null);
          return;
        }
        // Half a phone number is none yet: the check is silent until there is something to say.
        checkDuplicates(meta.name, values, stop.signal).then(setAnswer, () => undefined);
      },
      Object.keys(values).length === 0 ? 0 : PAUSE,
    );
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [asked, meta.name]);
  return answer && answer.items.length > 0 ? answer : null;
}
