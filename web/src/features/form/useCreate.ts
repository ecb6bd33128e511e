/** The state of the form for a new record: values, faults, and the way to the server. */
import { useMemo, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { layoutFor } from '@/api/layout';
import { invalidateObject } from '@/api/live';
import { useMe } from '@/api/meta';
import { createRecord } from '@/api/records';
import { duplicatesIn } from '../duplicates/api';
import type { FieldValue, ObjectMeta, RecordData } from '@/api/types';
import type { Fault } from '@/fields/types';
import { randomId } from '@/ui/randomId';
import { applyRules } from '@/rules/apply';
import { byFormula, checkDraft, fillable, formSections, isClock, startDraft, wireDraft, type Draft, type Faults } from './values';

export interface CreateOptions {
  /** What was typed before, such as a draft that was kept. */
  begun?: Draft;
  /** What is said when the server is out of reach. */
  offline?: string;
}

export function useCreate(meta: ObjectMeta, given: Draft, { begun, offline }: CreateOptions = {}) {
  const { t } = useTranslation();
  const me = useMe();
  const queryClient = useQueryClient();
  const fields = useMemo(() => meta.fields.filter(fillable), [meta]);
  const [start, setStart] = useState<Draft>(() => startDraft(fields, given, me));
  const [draft, setDraft] = useState<Draft>(() => ({ ...start, ...begun }));
  const [typed, setTyped] = useState<Faults>({});
  const [faults, setFaults] = useState<Faults>({});
  const [messages, setMessages] = useState<Record<string, string>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [doubt, setDoubt] = useState<ReturnType<typeof duplicatesIn>>(null);
  const [busy, setBusy] = useState(false);
  const [dirty, setDirty] = useState(false);
  const key = useRef(randomId());

  const ruling = useMemo(() => applyRules(meta, draft), [meta, draft]);
  // The layout follows the type of record while it is being chosen; what was filled in on another one is kept.
  const layout = layoutFor(meta, draft);
  const shown = useMemo(
    () =>
      formSections(meta, layout, ruling.required)
        .map((section) => ({ ...section, fields: section.fields.filter((field) => !ruling.hidden.has(field.name)).map((field) => ({ ...field, required: ruling.required.has(field.name) && !byFormula(field) })) }))
        .filter((section) => section.fields.length > 0),
    [meta, layout, ruling],
  );
  const asked = useMemo(() => shown.flatMap((section) => section.fields), [shown]);

  // Known from where the form was opened, or chosen before the layout changed: sent, though not on the layout.
  const unseen = fields.filter((field) => (given[field.name] !== undefined || field.name === meta.type_field) && !ruling.hidden.has(field.name) && !asked.some((one) => one.name === field.name));

  const set = (name: string, value: FieldValue, fault?: Fault) => {
    setDirty(true);
    setDoubt(null);
    setDraft((before) => ({ ...before, [name]: value }));
    setTyped((before) => ({ ...before, [name]: fault }));
    // A complaint goes when the field is touched; it comes back at the next save if it still holds.
    setFaults((before) => ({ ...before, [name]: undefined }));
    setMessages(({ [name]: _, ...others }) => others);
  };

  const refuse = (error: unknown) => {
    const found = duplicatesIn(error);
    setDoubt(found);
    if (found) return;
    const api = error instanceof ApiError ? error : null;
    const known = new Set(asked.map((field) => field.name));
    // A cell of a sub-table is told at the sub-table.
    const nameOf = (path: string) => path.split('[', 1)[0] ?? path;
    const placed = (api?.errors ?? []).filter((one) => known.has(nameOf(one.field)));
    const others = (api?.errors ?? []).filter((one) => !known.has(nameOf(one.field)));
    setMessages(Object.fromEntries([...placed].reverse().map((one) => [nameOf(one.field), one.message])));
    if (placed.length > 0 && others.length === 0) setProblem(null);
    else if (api?.code === 'offline') setProblem(offline ?? t('errors.offlineHint'));
    else setProblem(others.map((one) => one.message).join(' ') || api?.message || t('errors.failedHint'));
  };

  /** The saved record, or null when something has to be mended first. */
  const save = async (accept = false): Promise<RecordData | null> => {
    const found = checkDraft(asked, draft, typed);
    // A check is told at its fields; one whose fields are not on the form stands above it.
    const known = new Set(asked.map((field) => field.name));
    setFaults(found);
    setMessages(Object.fromEntries(ruling.broken.filter((one) => known.has(one.field)).map((one) => [one.field, one.message])));
    setProblem(ruling.broken.find((one) => !known.has(one.field))?.message ?? null);
    if (Object.keys(found).length > 0 || ruling.broken.length > 0) return null;
    setBusy(true);
    try {
      const record = await createRecord(meta.name, wireDraft([...asked, ...unseen].filter((field) => !(isClock(field) && draft[field.name] === start[field.name])), draft), key.current, accept);
      key.current = randomId();
      setDirty(false);
      invalidateObject(queryClient, meta.name);
      return record;
    } catch (error) {
      // A refused request may be sent again changed, so it must not carry the old key.
      if (!(error instanceof ApiError && error.code === 'offline')) key.current = randomId();
      refuse(error);
      return null;
    } finally {
      setBusy(false);
    }
  };

  const reset = (begin: Draft = {}) => {
    const next = startDraft(fields, given, me);
    setStart(next);
    setDraft({ ...next, ...begin });
    setTyped({});
    setFaults({});
    setMessages({});
    setProblem(null);
    setDoubt(null);
    setDirty(false);
  };
  /** What differs from what the form began with. */
  const changed = useMemo(() => Object.fromEntries(Object.entries(draft).filter(([name, value]) => value !== start[name])), [draft, start]);

  return { sections: shown, tabs: layout.tabs ?? [], draft, faults, typed, messages, problem, doubt, busy, dirty, changed, set, save, reset };
}

export type Creating = ReturnType<typeof useCreate>;
