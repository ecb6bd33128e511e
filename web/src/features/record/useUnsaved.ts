/** What of a record isn't saved: refused, waiting for the line, left, or asked about; it is kept beyond the page. */
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Field, ObjectMeta } from '@/api/types';
import type { Change, Conflict, Refusal } from './edits';
import { keep, readKept } from './kept';

type ByField<T> = Readonly<Record<string, T>>;
const without = <T,>(all: ByField<T>, name: string): ByField<T> => (name in all ? Object.fromEntries(Object.entries(all).filter(([key]) => key !== name)) : all);

export function useUnsaved(meta: ObjectMeta, id: string) {
  const { t } = useTranslation();
  const [refusals, setRefusals] = useState<ByField<Refusal>>(() => {
    const kept = Object.entries(readKept(meta.name, id)).filter(([name]) => meta.fields.some((field) => field.name === name));
    return Object.fromEntries(kept.map(([name, one]) => [name, { value: one.value, base: one.base, message: t(one.waiting ? 'record.waiting' : 'record.unsaved'), state: one.waiting ? 'waiting' : 'left' } satisfies Refusal]));
  });
  const [conflicts, setConflicts] = useState<ByField<Conflict>>({});

  const refuse = useCallback(
    ({ field, value, base, along }: Change, message: string, state: Refusal['state'] = 'refused') => {
      keep(meta.name, id, field, { value, base, waiting: state === 'waiting' });
      setRefusals((all) => ({ ...all, [field.name]: { message, value, base, along, state } }));
    },
    [meta.name, id],
  );

  /** Nothing of this field is unsaved any more. */
  const forget = useCallback(
    (field: Field) => {
      keep(meta.name, id, field, null);
      setRefusals((all) => without(all, field.name));
      setConflicts((all) => without(all, field.name));
    },
    [meta.name, id],
  );

  /** Somebody else was there: both values, and the person decides. */
  const ask = useCallback(
    ({ field, value, base, along }: Change) => {
      keep(meta.name, id, field, { value, base, waiting: false });
      setRefusals((all) => without(all, field.name));
      setConflicts((all) => ({ ...all, [field.name]: { mine: value, along } }));
    },
    [meta.name, id],
  );

  /** It is on its way: what waits goes on to say so until the server has answered. */
  const begin = useCallback(({ field: { name }, value, base, along }: Change) => {
    setRefusals((all) => (all[name]?.state === 'waiting' ? { ...all, [name]: { ...all[name], value, base, along } } : without(all, name)));
    setConflicts((all) => without(all, name));
  }, []);

  return { refusals, conflicts, refuse, forget, ask, begin };
}
