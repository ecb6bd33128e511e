/** Which tests a kind offers; the first one is chosen when a filter is added. */
import type { Op } from '@/api/types';

export const TEXT_OPS: Op[] = ['contains', 'not_contains', 'eq', 'ne', 'starts_with', 'ends_with', 'empty', 'not_empty'];
export const LONG_TEXT_OPS: Op[] = ['contains', 'not_contains', 'empty', 'not_empty'];
export const NUMBER_OPS: Op[] = ['gte', 'lte', 'between', 'eq', 'ne', 'gt', 'lt', 'empty', 'not_empty'];
export const CHOICE_OPS: Op[] = ['in', 'not_in', 'empty', 'not_empty'];
export const DATE_OPS: Op[] = ['within', 'between', 'lt', 'gte', 'empty', 'not_empty'];
export const REFERENCE_OPS: Op[] = ['in', 'not_in', 'empty', 'not_empty'];

/** What lies sealed is found by its exact value alone. */
export const SEALED_OPS: Op[] = ['eq', 'ne', 'empty', 'not_empty'];

export const needsValue = (op: Op): boolean => op !== 'empty' && op !== 'not_empty';
