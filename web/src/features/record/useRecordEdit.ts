/**
 * Changing fields of the record on the page: shown at once, refused values kept, conflicts asked. A change knows what it
 * was made from, so what somebody else saved meanwhile is never overwritten without a choice.
 */
import { useCallback, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { patchEverywhere } from '@/api/live';
import { keys } from '@/api/queries';
import { saveFields } from '@/api/records';
import type { Field, FieldValue, ObjectMeta, RecordData } from '@/api/types';
import { toWire } from '@/fields/registry';
import type { Fault } from '@/fields/types';
import { duplicatesIn } from '../duplicates/api';
import { sameValue } from '@/fields/same';
import { baseOf, hasMoved, sameIn, since, type Base } from './base';
import { isAway, missingAfter, type Along, type Change, type Doubt, type Wanted } from './edits';
import { useRetry } from './useRetry';
import { useUnsaved } from './useUnsaved';

interface Options {
  overwrite?: boolean;
  along?: Along;
  accept?: boolean;
}

/** `blocked`: why nothing can be saved as things stand, such as a record in the bin. */
export function useRecordEdit(meta: ObjectMeta, record: RecordData, blocked: string | null = null) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const { id } = record;
  const { refusals, conflicts, refuse, forget, ask, begin } = useUnsaved(meta, id);
  const [saving, setSaving] = useState<ReadonlySet<string>>(new Set());
  const [wanted, setWanted] = useState<Wanted | null>(null);
  const [doubt, setDoubt] = useState<Doubt | null>(null);
  const now = useRef(record);
  now.current = record;
  const own = useRef<Record<string, Base>>({});

  const put = useCallback(
    (change: Partial<RecordData>) => patchEverywhere(queryClient, meta.name, id, change),
    [queryClient, meta.name, id],
  );

  const failed = useCallback(
    async (error: unknown, change: Change) => {
      const { field, value, base } = change;
      const api = error instanceof ApiError ? error : null;
      const named = api?.errors.find((one) => one.field === field.name);
      // Unless it has become something newer meanwhile.
      if (sameValue(now.current[field.name], value)) put({ [field.name]: base.value });
      if (api?.status === 412 && named) {
        // What the other person saved is the truth now; the choice is made over fresh data.
        await queryClient.invalidateQueries({ queryKey: keys.record(meta.name, id) });
        ask(change);
        return;
      }
      const found = duplicatesIn(error);
      if (found && !found.blocked) {
        setDoubt({ ...change, items: found.items });
        return;
      }
      if (isAway(error)) {
        refuse(change, t('record.waiting'), 'waiting');
        return;
      }
      // A right that went, or the record itself: the page says which once it has looked.
      if (api?.status === 403 || api?.status === 404) void queryClient.invalidateQueries({ queryKey: keys.record(meta.name, id) });
      refuse(change, named?.message ?? api?.errors[0]?.message ?? api?.message ?? t('errors.failedHint'));
    },
    [put, queryClient, meta.name, id, ask, refuse, t],
  );

  const send = useCallback(
    async (change: Change, { overwrite = false, accept = false }: Options) => {
      const { field, value, base, along } = change;
      const { name } = field;
      begin(change);
      put({ [name]: value });
      setSaving((all) => new Set(all).add(name));
      try {
        const version = overwrite ? now.current.version : base.version;
        const saved = await saveFields(meta.name, id, { [name]: toWire(value, field), ...along }, version, accept);
        own.current[name] = baseOf(saved, field);
        put(saved);
        forget(field);
        void queryClient.invalidateQueries({ queryKey: keys.timeline(meta.name, id) });
        void queryClient.invalidateQueries({ queryKey: keys.history(meta.name, id) });
      } catch (error) {
        await failed(error, change);
      } finally {
        setSaving((all) => new Set([...all].filter((one) => one !== name)));
      }
    },
    [put, meta.name, id, begin, forget, queryClient, failed],
  );

  const save = useCallback(
    async (field: Field, value: FieldValue, fault?: Fault, base?: Base, options: Options = {}) => {
      const from = since(base ?? baseOf(now.current, field), own.current[field.name], field);
      const change: Change = { field, value, base: from, along: options.along };
      if (fault) {
        refuse(change, t(`fields.fault.${fault.code}`, { limit: fault.limit }));
        return;
      }
      if (sameIn(field, value, from.value) && !options.overwrite) {
        forget(field);
        return;
      }
      if (blocked !== null) {
        refuse(change, blocked);
        return;
      }
      if (!options.overwrite && hasMoved(now.current, field, from)) {
        ask(change);
        return;
      }
      const missing = options.along ? [] : missingAfter(meta, now.current, { [field.name]: value });
      if (missing.length > 0) setWanted({ ...change, missing });
      else await send(change, options);
    },
    [meta, blocked, refuse, forget, ask, send, t],
  );

  useRetry(meta, id, { refusals, saving, asking: wanted !== null || doubt !== null }, (field, { value, base, along }) => void save(field, value, undefined, base, { along }));

  const saveWanted = async ({ field, value, base, missing }: Wanted, values: Record<string, FieldValue>) => {
    setWanted(null);
    await save(field, value, undefined, base, { along: Object.fromEntries(missing.map((one) => [one.name, toWire(values[one.name], one)])) });
  };
  const resolveDoubt = (saveAnyway: boolean) => {
    if (doubt && saveAnyway) void save(doubt.field, doubt.value, undefined, doubt.base, { accept: true, along: doubt.along });
    else if (doubt) forget(doubt.field);
    setDoubt(null);
  };
  const forgetWanted = () => {
    if (wanted) forget(wanted.field);
    setWanted(null);
  };
  const resolve = (field: Field, keepMine: boolean) => {
    const conflict = conflicts[field.name];
    if (conflict && keepMine) void save(field, conflict.mine, undefined, baseOf(now.current, field), { overwrite: true, along: conflict.along });
    else forget(field);
  };

  return { refusals, conflicts, saving, wanted, doubt, blocked, resolveDoubt, save, saveWanted, forgetWanted, resolve, forget };
}

export type RecordEdit = ReturnType<typeof useRecordEdit>;
