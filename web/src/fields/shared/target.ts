/** Which object a reference-like field points to. */
import type { Field } from '@/api/types';

export function targetOf(field: Field): string {
  if (field.kind === 'user') return 'user';
  if (field.kind === 'department') return 'department';
  return field.target ?? '';
}
