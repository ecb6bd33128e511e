/** What one does to many records at once; every refusal is told with its record. */
import { useState } from 'react';
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { invalidateObject } from '@/api/live';
import { runBatch, type BatchOp, type BatchOutcome } from '@/api/records';
import type { Field, FieldValue } from '@/api/types';
import { toWire } from '@/fields/registry';
import { toast } from '@/ui/toast';

export interface BulkFailure {
  id: string;
  message: string;
}

export interface Bulk {
  busy: boolean;
  failures: BulkFailure[];
  clearFailures: () => void;
  remove: (ids: string[]) => Promise<void>;
  restore: (ids: string[]) => Promise<void>;
  setField: (ids: string[], field: Field, value: FieldValue) => Promise<void>;
}

const failuresOf = (outcome: BatchOutcome): BulkFailure[] =>
  outcome.failed.map(({ id, problem }) => ({
    id,
    message: problem.errors?.map((error) => error.message).join(' ') || problem.detail || problem.title,
  }));

export function useBulk(object: string, take: (ids: ReadonlySet<string>) => void, done: () => void): Bulk {
  const { t } = useTranslation();
  const queryClient: QueryClient = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [failures, setFailures] = useState<BulkFailure[]>([]);

  const run = async (operations: BatchOp[]): Promise<BatchOutcome | null> => {
    setBusy(true);
    try {
      const outcome = await runBatch(object, operations);
      setFailures(failuresOf(outcome));
      return outcome;
    } catch (error) {
      const reason = error instanceof ApiError && error.code !== 'offline' ? error.message : t('errors.offlineHint');
      toast({ text: t('errors.saveFailed', { reason }), tone: 'bad' });
      return null;
    } finally {
      setBusy(false);
      invalidateObject(queryClient, object);
    }
  };

  const restore = async (ids: string[]) => {
    const outcome = await run(ids.map((id) => ({ op: 'restore', id })));
    if (!outcome) return;
    take(new Set(outcome.done));
    done();
    if (outcome.done.length > 0) toast({ text: t('list.restored', { count: outcome.done.length }) });
  };

  const remove = async (ids: string[]) => {
    const outcome = await run(ids.map((id) => ({ op: 'delete', id })));
    if (!outcome) return;
    take(new Set(outcome.done));
    done();
    if (outcome.done.length === 0) return;
    toast({
      text: t('list.deleted', { count: outcome.done.length }),
      action: {
        label: t('common.undo'),
        run: () => void run(outcome.done.map((id) => ({ op: 'restore', id }))),
      },
    });
  };

  const setField = async (ids: string[], field: Field, value: FieldValue) => {
    const outcome = await run(ids.map((id) => ({ op: 'update', id, values: { [field.name]: toWire(value, field) } })));
    if (!outcome) return;
    done();
    if (outcome.done.length > 0) toast({ text: t('list.changed', { count: outcome.done.length, name: field.label }) });
  };

  return { busy, failures, clearFailures: () => setFailures([]), remove, restore, setField };
}
