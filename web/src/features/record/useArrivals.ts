/** What other people have just changed on the record that one looks at: marked for a while, quietly. */
import { useEffect, useRef, useState } from 'react';
import type { Field, FieldValue, ObjectMeta, RecordData, Ref } from '@/api/types';
import { sameIn } from './base';

export interface Arrival {
  /** Who; none for the program itself. */
  by: Ref | null;
}

export type Arrivals = Readonly<Record<string, Arrival>>;

const SHOWN_MS = 45_000;
const NONE: Arrivals = {};

export function useArrivals(meta: ObjectMeta, record: RecordData, me: string): Arrivals {
  const before = useRef(record);
  const [arrivals, setArrivals] = useState<Arrivals>(NONE);
  useEffect(() => {
    const old = before.current;
    before.current = record;
    const by = record.updated_by ?? null;
    if (record.version <= old.version || by?.id === me) return;
    const same = (field: Field) => sameIn(field, (old[field.name] ?? null) as FieldValue, (record[field.name] ?? null) as FieldValue);
    const fresh = meta.fields.filter((field) => (!field.system || field.name === 'owner') && !same(field));
    if (fresh.length > 0) setArrivals((all) => ({ ...all, ...Object.fromEntries(fresh.map(({ name }) => [name, { by }])) }));
  }, [meta, record, me]);
  useEffect(() => {
    if (arrivals === NONE) return;
    const timer = setTimeout(() => setArrivals(NONE), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [arrivals]);
  return arrivals;
}
