/** What a record is called. */
import type { RecordData } from './types';

export function nameOf(record: RecordData, nameField: string): string {
  const value = record[nameField];
  if (typeof value === 'string' && value.trim()) return value;
  if (typeof value === 'number') return String(value);
  return '—';
}
