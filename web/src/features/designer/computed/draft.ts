/** How a field is computed, while it is being designed. */
import type { Computed, Field, Filter, ObjectMeta, RollupFn } from '@/api/types';

export type ComputedBy = Computed['by'];
export const COMPUTED: ComputedBy[] = ['formula', 'lookup', 'rollup'];

export interface FormulaDraft {
  by: 'formula';
  formula: string;
  /** A number is shown as a percentage. */
  percent: boolean;
}

export interface LookupDraft {
  by: 'lookup';
  path: string;
}

export interface RollupDraft {
  by: 'rollup';
  /** `opportunity.account`: whose records, and the reference that leads here; `:x_items`: the lines of a sub-table. */
  source: string;
  fn: RollupFn;
  field: string;
  tests: Filter[];
}

export type ComputedDraft = FormulaDraft | LookupDraft | RollupDraft;

export function emptyComputed(by: ComputedBy): ComputedDraft {
  if (by === 'formula') return { by, formula: '', percent: false };
  if (by === 'lookup') return { by, path: '' };
  return { by, source: '', fn: 'count', field: '', tests: [] };
}

const isAnd = (filter: Filter): filter is { and: Filter[] } => 'and' in filter;

export function computedOf(field: Field): ComputedDraft | null {
  const computed = field.computed;
  if (!computed) return null;
  if (computed.by === 'formula') return { by: 'formula', formula: computed.formula ?? '', percent: field.kind === 'percent' };
  if (computed.by === 'lookup') return { by: 'lookup', path: computed.path ?? '' };
  const filter = computed.filter ?? null;
  return {
    by: 'rollup',
    source: computed.lines ? `:${computed.lines}` : `${computed.object}.${computed.via}`,
    fn: computed.fn ?? 'count',
    field: computed.field ?? '',
    tests: filter === null ? [] : isAnd(filter) ? filter.and : [filter],
  };
}

/** What is missing; the rest is the server's to judge. */
export function computedFault(draft: ComputedDraft): 'noFormula' | 'noLookup' | 'noSource' | 'noFigure' | undefined {
  if (draft.by === 'formula') return draft.formula.trim() ? undefined : 'noFormula';
  if (draft.by === 'lookup') return /^[^.]+\.[^.]+/.test(draft.path) ? undefined : 'noLookup';
  if (!draft.source) return 'noSource';
  return draft.fn === 'count' || draft.field ? undefined : 'noFigure';
}

/** The part of the body that says how it is computed. */
export function computedBody(draft: ComputedDraft): Record<string, unknown> {
  if (draft.by === 'formula') return { formula: draft.formula.trim(), ...(draft.percent && { result: 'percent' }) };
  if (draft.by === 'lookup') return { lookup: draft.path };
  const field = draft.fn === 'count' ? null : draft.field;
  if (draft.source.startsWith(':')) return { rollup: { lines: draft.source.slice(1), fn: draft.fn, field } };
  const [object, via] = draft.source.split('.');
  return {
    rollup: {
      object,
      via,
      fn: draft.fn,
      field,
      filter: draft.tests.length ? { and: draft.tests } : null,
    },
  };
}

/** The sub-tables of the object itself. */
export const lineSourcesOf = (object: ObjectMeta): { value: string; field: Field }[] =>
  object.fields.filter((field) => field.kind === 'lines').map((field) => ({ value: `:${field.name}`, field }));

/** The references, of any object, that lead to this one. */
export function sourcesOf(object: ObjectMeta, objects: ObjectMeta[]): { value: string; object: ObjectMeta; via: Field }[] {
  return objects.flatMap((one) =>
    one.fields
      .filter((field) => !field.system && !field.computed && field.kind === 'reference' && field.target === object.name)
      .map((via) => ({ value: `${one.name}.${via.name}`, object: one, via })),
  );
}
