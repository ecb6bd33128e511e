/** What can be added up, in a group or a column. */
import type { Field } from '@/api/types';

export const sums = (field: Field): boolean => ['money', 'decimal', 'integer'].includes(field.kind) && field.access !== 'masked';
