/** What one does to many records at once, as work on the server: progress, stop, undo; every refusal with its record. */
import { useCallback, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { invalidateObject } from '@/api/live';
import { reasonOf } from '@/api/reason';
import type { Field, FieldValue, Filter } from '@/api/types';
import { followBulk, taskCalls, taskKeys, type Bulk as Work, type BulkBody } from '@/features/tasks/api';
import { toWire } from '@/fields/registry';
import { toast } from '@/ui/toast';

export interface BulkFailure {
  id: string;
  name: string;
  message: string;
}

/** Records by id, or all that match. */
export type Chosen = { ids: string[] } | { filter: Filter | null; q?: string };

/** What is done with the value: a list may also be added to, or have entries taken out. */
export const WAYS = ['add', 'remove', 'set'] as const;
export type Way = (typeof WAYS)[number];

export interface Bulk {
  busy: boolean;
  /** What runs just now. */
  work: Work | null;
  failures: BulkFailure[];
  failed: number;
  clearFailures: () => void;
  stop: () => void;
  remove: (chosen: Chosen) => Promise<void>;
  restore: (chosen: Chosen) => Promise<void>;
  setField: (chosen: Chosen, field: Field, value: FieldValue, way?: Way) => Promise<void>;
}

export function useBulk(object: string, take: (ids: ReadonlySet<string>) => void, done: () => void): Bulk {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [work, setWork] = useState<Work | null>(null);
  const [ended, setEnded] = useState<Work | null>(null);

  /** Follows work to its end; nothing when it could not be asked for. */
  const follow = useCallback(
    async (ask: () => Promise<Work>): Promise<Work | null> => {
      setBusy(true);
      try {
        const started = await ask();
        setWork(started);
        const last = await followBulk(started, setWork);
        if (last.failed > 0 && !last.undone) setEnded(last);
        if (last.error) toast({ text: t('errors.saveFailed', { reason: last.error }), tone: 'bad' });
        return last;
      } catch (error) {
        toast({ text: t('errors.saveFailed', { reason: reasonOf(error, t) }), tone: 'bad' });
        return null;
      } finally {
        setBusy(false);
        setWork(null);
        invalidateObject(queryClient, object);
        void queryClient.invalidateQueries({ queryKey: taskKeys.bulks });
      }
    },
    [object, queryClient, t],
  );

  const undo = useCallback(
    async (id: string) => {
      const last = await follow(() => taskCalls.undoBulk(id));
      if (!last?.undone) return;
      const { restored, kept } = last.undone;
      toast({ text: t(kept > 0 ? 'list.undoneKept' : 'list.undone', { count: restored, kept }) });
    },
    [follow, t],
  );

  const run = async (chosen: Chosen, body: BulkBody, told: (count: number) => string) => {
    const last = await follow(() => taskCalls.bulk(object, { ...body, ...chosen }));
    if (!last) return;
    if (body.action !== 'change' && 'ids' in chosen) {
      const refused = new Set(last.faults.map((one) => one.id));
      if (last.failed <= last.faults.length) take(new Set(chosen.ids.filter((id) => !refused.has(id))));
    }
    done();
    if (last.changed === 0) {
      if (last.failed === 0 && !last.error) toast({ text: t('list.nothingChanged') });
      return;
    }
    toast({
      text: told(last.changed),
      seconds: 12,
      action: last.can_undo ? { label: t('common.undo'), run: () => void undo(last.id) } : undefined,
    });
  };

  return {
    busy,
    work,
    failures: ended?.faults ?? [],
    failed: ended?.failed ?? 0,
    clearFailures: () => setEnded(null),
    stop: () => {
      if (work) void taskCalls.stopBulk(work.id).catch(() => undefined);
    },
    remove: (chosen) => run(chosen, { action: 'delete' }, (count) => t('list.deleted', { count })),
    restore: (chosen) => run(chosen, { action: 'restore' }, (count) => t('list.restored', { count })),
    setField: (chosen, field, value, way = 'set') =>
      run(chosen, { action: 'change', [way === 'set' ? 'values' : way]: { [field.name]: toWire(value, field) } }, (count) =>
        t('list.changed', { count, name: field.label }),
      ),
  };
}
