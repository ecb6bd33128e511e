/** The tabs above a list, from what the object has: everything, mine, what is due. */
import type { Filter, ObjectMeta } from '@/api/types';
import { isDeadline } from '@/fields/shared/dateKind';

export type PresetName = 'all' | 'mine' | 'due' | 'open' | 'recent';

export interface Preset {
  name: PresetName;
  filter?: Filter;
}

/** The end of today in words that the server resolves in the caller's zone. */
const dueByToday = (field: string, withTime: boolean): Filter =>
  withTime ? { or: [{ field, op: 'within', value: 'today' }, { field, op: 'lt', value: '@today' }] } : { field, op: 'lte', value: '@today' };

export function presetsOf(meta: ObjectMeta): Preset[] {
  const presets: Preset[] = [{ name: 'all' }];
  if (meta.owned) presets.push({ name: 'mine', filter: { field: 'owner', op: 'in', value: ['@me'] } });
  const due = meta.fields.find((field) => isDeadline(field.name) && (field.kind === 'date' || field.kind === 'datetime'));
  if (due) presets.push({ name: 'due', filter: dueByToday(due.name, due.kind === 'datetime') });
  if (meta.fields.some((field) => field.name === 'created_at')) {
    presets.push({ name: 'recent', filter: { field: 'created_at', op: 'within', value: { last_days: 7 } } });
  }
  return presets;
}

export const sameFilter = (a: Filter | undefined, b: Filter | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);
