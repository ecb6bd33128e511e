/** Settings as files: shapes and calls. */
import { api, apiUrl } from '@/api/client';

export type Deed = 'created' | 'changed' | 'removed' | 'kept';
export type Group = 'setting' | 'department' | 'object' | 'field' | 'view' | 'role' | 'sharing_rule';

export interface Difference {
  path: string;
  label: string;
  old: string | null;
  new: string | null;
}

export interface Change {
  deed: Deed;
  group: Group;
  object: string | null;
  object_label: string | null;
  name: string;
  label: string;
  danger: boolean;
  differences: Difference[];
}

export interface Comparison {
  changes: Change[];
  created: number;
  changed: number;
  removed: number;
  kept: number;
  state: string;
}

interface Options {
  prune: boolean;
  state?: string;
}

/** Bytes that the server takes. */
export const LARGEST = 8 * 1024 * 1024;

export const exportUrl = apiUrl('/config/export');

function send(path: string, file: File, options: Options) {
  const form = new FormData();
  form.append('options', JSON.stringify(options));
  form.append('file', file);
  return api.upload<Comparison>(path, form);
}

export const compareConfig = (file: File, options: Options) => send('/config/compare', file, options);
export const applyConfig = (file: File, options: Options) => send('/config/apply', file, options);

/** What belongs together under one heading: an object with its fields and views, all roles, all rules … */
export interface Section {
  key: string;
  group: Exclude<Group, 'field' | 'view'>;
  label: string | null;
  changes: Change[];
}

export function sectionsOf(changes: readonly Change[]): Section[] {
  const sections = new Map<string, Section>();
  for (const change of changes) {
    const ofObject = change.group === 'object' || change.group === 'field' || change.group === 'view';
    const group = ofObject ? 'object' : (change.group as Section['group']);
    const key = ofObject ? `object:${change.object}` : group;
    const section = sections.get(key) ?? { key, group, label: ofObject ? (change.object_label ?? change.object) : null, changes: [] };
    section.changes.push(change);
    sections.set(key, section);
  }
  return [...sections.values()];
}
