/** What things are called. */
import type { Labels, RecordData } from './types';

/** What it is called in the reader's language, else in one that it has. */
export const nameIn = (labels: Labels, locale: keyof Labels): string => labels[locale] || Object.values(labels).find(Boolean) || '';

export function nameOf(record: RecordData, nameField: string): string {
  const value = record[nameField];
  if (typeof value === 'string' && value.trim()) return value;
  if (typeof value === 'number') return String(value);
  return '—';
}
