/** The tabs above a list, from what the object has: everything, mine, what is due. */
import { every } from '@/api/filter';
import { stillOpen } from '@/api/outcome';
import type { Filter, ObjectMeta } from '@/api/types';
import { isDeadline } from '@/fields/shared/dateKind';

export type PresetName = 'all' | 'mine' | 'due' | 'open' | 'recent';

export interface Preset {
  name: PresetName;
  filter?: Filter;
}

export function presetsOf(meta: ObjectMeta): Preset[] {
  const presets: Preset[] = [{ name: 'all' }];
  if (meta.owned) presets.push({ name: 'mine', filter: { field: 'owner', op: 'in', value: ['@me'] } });
  // A record of contact keeps the date that was set with it; only what is still worked on can be due.
  const due = meta.timeline && meta.fields.find(isDeadline);
  // The server takes the whole of today, in the zone of the caller.
  if (due) presets.push({ name: 'due', filter: every({ field: due.name, op: 'lte', value: '@today' }, ...stillOpen(meta)) ?? undefined });
  if (meta.fields.some((field) => field.name === 'created_at')) {
    presets.push({ name: 'recent', filter: { field: 'created_at', op: 'within', value: { last_days: 7 } } });
  }
  return presets;
}

export const sameFilter = (a: Filter | undefined, b: Filter | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);
