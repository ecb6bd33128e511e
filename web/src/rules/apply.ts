/** What the rules of an object say about a record as it stands, or as it is being filled in. */
import type { Field, Filter, ObjectMeta } from '@/api/types';
import { evaluate, fieldsAsked } from './evaluate';

export interface Ruling {
  /** Fields that are not shown. */
  hidden: Set<string>;
  /** Fields that need a value. */
  required: Set<string>;
  /** Fields that can't be changed now. */
  locked: Set<string>;
  /** Checks that don't hold, each at a field. */
  broken: { field: string; message: string }[];
}

const NOTHING: Ruling = { hidden: new Set(), required: new Set(), locked: new Set(), broken: [] };

export function applyRules(meta: Pick<ObjectMeta, 'fields' | 'checks'>, values: Record<string, unknown>): Ruling {
  const checks = meta.checks ?? [];
  if (!checks.length && !meta.fields.some((field) => field.rules)) {
    return { ...NOTHING, required: new Set(meta.fields.filter((field) => field.required).map((field) => field.name)) };
  }
  const fieldOf = (name: string) => meta.fields.find((field) => field.name === name);
  const holds = (filter: Filter | undefined) => filter !== undefined && evaluate(filter, values, fieldOf);
  const those = (fits: (field: Field) => boolean) => new Set(meta.fields.filter(fits).map((field) => field.name));
  const hidden = those((field) => field.rules?.visible_when !== undefined && !holds(field.rules.visible_when));
  return {
    hidden,
    required: those((field) => !hidden.has(field.name) && (field.required || holds(field.rules?.required_when))),
    locked: those((field) => holds(field.rules?.read_only_when)),
    broken: checks
      .filter((check) => check.active && !evaluate(check.holds, values, fieldOf))
      .flatMap((check) => (check.fields.length ? check.fields : fieldsAsked(check.holds).slice(0, 1)).map((field) => ({ field, message: check.message }))),
  };
}
