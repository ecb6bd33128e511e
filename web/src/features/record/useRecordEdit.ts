/** Changing fields of the record on the page: shown at once, refused values kept, conflicts asked. */
import { useCallback, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { patchEverywhere } from '@/api/live';
import { keys } from '@/api/queries';
import { saveFields } from '@/api/records';
import type { Field, FieldProblem, FieldValue, ObjectMeta, RecordData } from '@/api/types';
import { toWire } from '@/fields/registry';
import { isEmpty, type Fault } from '@/fields/types';
import { applyRules } from '@/rules/apply';
import { duplicatesIn, type DuplicateItem } from '../duplicates/api';
import { sameValue } from '../list/useCellEdit';

export interface Refusal {
  message: string;
  value: FieldValue;
}

export interface Conflict {
  field: Field;
  mine: FieldValue;
  theirs: FieldValue;
  problem: FieldProblem;
}

/** A change that makes other fields necessary. */
export interface Wanted {
  field: Field;
  value: FieldValue;
  missing: Field[];
}

/** A change that makes a possible duplicate. */
export interface Doubt {
  field: Field;
  value: FieldValue;
  items: DuplicateItem[];
}

/** The fields that the change makes necessary and that have no value. */
export function missingAfter(meta: ObjectMeta, record: RecordData, change: Record<string, unknown>): Field[] {
  const next = { ...record, ...change };
  const [before, after] = [applyRules(meta, record).required, applyRules(meta, next).required];
  return meta.fields.filter((field) => after.has(field.name) && !before.has(field.name) && isEmpty(next[field.name]));
}

export function useRecordEdit(meta: ObjectMeta, record: RecordData) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [refusals, setRefusals] = useState<Readonly<Record<string, Refusal>>>({});
  const [saving, setSaving] = useState<ReadonlySet<string>>(new Set());
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const [wanted, setWanted] = useState<Wanted | null>(null);
  const [doubt, setDoubt] = useState<Doubt | null>(null);
  const { id, version } = record;

  const put = useCallback(
    (change: Partial<RecordData>) => patchEverywhere(queryClient, meta.name, id, change),
    [queryClient, meta.name, id],
  );

  const clearRefusal = useCallback((name: string) => setRefusals(({ [name]: _, ...others }) => others), []);

  const afterwards = useCallback(() => {
    void queryClient.invalidateQueries({ queryKey: keys.timeline(meta.name, id) });
    void queryClient.invalidateQueries({ queryKey: keys.history(meta.name, id) });
  }, [queryClient, meta.name, id]);

  const refuse = useCallback(
    async (error: unknown, field: Field, value: FieldValue, before: FieldValue) => {
      const api = error instanceof ApiError ? error : null;
      const named = api?.errors.find((one) => one.field === field.name);
      put({ [field.name]: before });
      if (api?.status === 412 && named) {
        // What the other person saved is the truth now; the choice is made over fresh data.
        await queryClient.invalidateQueries({ queryKey: keys.record(meta.name, id) });
        setConflict({ field, mine: value, theirs: named.theirs ?? null, problem: named });
        return;
      }
      const found = duplicatesIn(error);
      if (found && !found.blocked) {
        setDoubt({ field, value, items: found.items });
        return;
      }
      const message = api?.code === 'offline' ? t('errors.offlineHint') : (named?.message ?? api?.errors[0]?.message ?? api?.message ?? t('errors.failedHint'));
      setRefusals((all) => ({ ...all, [field.name]: { message, value } }));
    },
    [put, queryClient, meta.name, id, t],
  );

  const save = useCallback(
    async (field: Field, value: FieldValue, fault?: Fault, overwrite = false, along?: Record<string, unknown>, accept = false) => {
      const before = (record[field.name] ?? null) as FieldValue;
      if (fault) {
        const message = t(`fields.fault.${fault.code}`, { limit: fault.limit });
        setRefusals((all) => ({ ...all, [field.name]: { message, value } }));
        return;
      }
      clearRefusal(field.name);
      if (!overwrite && sameValue(toWire(value, field), toWire(before, field))) return;
      const missing = along ? [] : missingAfter(meta, record, { [field.name]: value });
      if (missing.length > 0) {
        setWanted({ field, value, missing });
        return;
      }
      put({ [field.name]: value });
      setSaving((all) => new Set(all).add(field.name));
      try {
        put(await saveFields(meta.name, id, { [field.name]: toWire(value, field), ...along }, overwrite ? undefined : version, accept));
        afterwards();
      } catch (error) {
        await refuse(error, field, value, before);
      } finally {
        setSaving((all) => new Set([...all].filter((name) => name !== field.name)));
      }
    },
    [record, meta, id, version, put, clearRefusal, afterwards, refuse, t],
  );

  const forgetWanted = useCallback(() => setWanted(null), []);
  const saveWanted = useCallback(
    async ({ field, value, missing }: Wanted, values: Record<string, FieldValue>) => {
      setWanted(null);
      await save(field, value, undefined, false, Object.fromEntries(missing.map((one) => [one.name, toWire(values[one.name], one)])));
    },
    [save],
  );

  const resolveDoubt = useCallback(
    (saveAnyway: boolean) => {
      if (doubt && saveAnyway) void save(doubt.field, doubt.value, undefined, false, undefined, true);
      setDoubt(null);
    },
    [doubt, save],
  );

  const resolve = useCallback(
    (keepMine: boolean) => {
      if (conflict && keepMine) void save(conflict.field, conflict.mine, undefined, true);
      setConflict(null);
    },
    [conflict, save],
  );

  return { refusals, saving, conflict, wanted, doubt, resolveDoubt, save, saveWanted, forgetWanted, resolve, clearRefusal };
}

export type RecordEdit = ReturnType<typeof useRecordEdit>;
