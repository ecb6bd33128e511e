/**
 * A record is moved to another column or day: shown at once, saved as any change is. If the server asks for more, a
 * small form asks for that alone; any other refusal puts the record back and says why.
 */
import { useCallback, useState, type ReactNode } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ApiError } from '@/api/client';
import { patchEverywhere } from '@/api/live';
import { keys } from '@/api/queries';
import { reasonOf } from '@/api/reason';
import { askedFor, saveFields } from '@/api/records';
import type { Field, FieldValue, ObjectMeta, RecordData } from '@/api/types';
import { toWire } from '@/fields/registry';
import { STAGE_SINCE } from '@/features/stage/ageing';
import { later } from '@/ui/later';
import { toast } from '@/ui/toast';

const ClashDialog = later(async () => (await import('./ClashDialog')).default);
const WantedDialog = later(async () => (await import('@/features/record/WantedDialog')).default);

export interface Move {
  record: RecordData;
  /** New values by field. */
  change: Record<string, FieldValue>;
  /** What is being changed. */
  name: string;
  /** What is told when it is done. */
  done: string;
}

interface Asked {
  move: Move;
  missing: Field[];
}

/** Somebody else has changed what is moved: the record as it is now. */
interface Clash {
  move: Move;
  now: RecordData;
}

type Mover = (wanted: Move, along?: Record<string, FieldValue>, undoing?: boolean) => Promise<void>;

export function useMove(meta: ObjectMeta): { move: (move: Move) => Promise<void>; dialog: ReactNode } {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [clash, setClash] = useState<Clash | null>(null);

  const move: Mover = useCallback<Mover>(
    async (wanted, along = {}, undoing = false) => {
      const { record, change, done } = wanted;
      const all = { ...change, ...along };
      // Since when it is in another stage is told with the answer.
      const shown = meta.stage_field && meta.stage_field in all ? { ...all, [STAGE_SINCE]: null } : all;
      const stood = (values: Record<string, FieldValue>) => Object.fromEntries(Object.keys(values).map((name) => [name, (record[name] ?? null) as FieldValue]));
      patchEverywhere(queryClient, meta.name, record.id, shown);
      const fieldOf = (name: string) => meta.fields.find((field) => field.name === name) as Field;
      const wire = Object.fromEntries(Object.entries(all).map(([name, value]) => [name, toWire(value, fieldOf(name))]));
      try {
        const saved = await saveFields(meta.name, record.id, wire, record.version);
        patchEverywhere(queryClient, meta.name, record.id, saved);
        void queryClient.invalidateQueries({ queryKey: keys.counts(meta.name) });
        const back: Move = { ...wanted, record: saved, change: stood(all) };
        toast(undoing ? { text: t('board.undone') } : { text: done, action: { label: t('common.undo'), run: () => void move(back, {}, true) } });
      } catch (error) {
        patchEverywhere(queryClient, meta.name, record.id, stood(shown));
        const missing = askedFor(error, meta, all);
        if (missing) {
          setAsked({ move: wanted, missing });
          return;
        }
        if (error instanceof ApiError && error.status === 412) {
          const now = await api.get<RecordData>(`/records/${meta.name}/${record.id}`).catch(() => null);
          if (now) {
            patchEverywhere(queryClient, meta.name, record.id, now);
            setClash({ move: { ...wanted, change: all }, now });
            return;
          }
        }
        toast({ text: t('board.refused', { reason: reasonOf(error, t) }), tone: 'bad', seconds: 8 });
        // Somebody else was faster: what is shown is old.
        if (error instanceof ApiError && (error.status === 412 || error.status === 404)) void queryClient.invalidateQueries({ queryKey: keys.lists(meta.name) });
      }
    },
    [queryClient, meta, t],
  );

  const dialog = clash ? (
    <ClashDialog
      meta={meta}
      now={clash.now}
      change={clash.move.change}
      onMine={() => {
        setClash(null);
        void move({ ...clash.move, record: clash.now });
      }}
      onTheirs={() => setClash(null)}
    />
  ) : asked && (
    <WantedDialog
      name={asked.move.name}
      missing={asked.missing}
      onSave={(values) => {
        setAsked(null);
        void move(asked.move, values);
      }}
      onCancel={() => setAsked(null)}
    />
  );
  return { move, dialog };
}
