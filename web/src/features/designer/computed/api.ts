/** What the designer asks about formulas. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { FieldValue, Kind } from '@/api/types';

export interface FormulaCheck {
  ok: boolean;
  formula: string | null;
  readable: string | null;
  kind: Kind | null;
  fields: string[];
  clock: boolean;
  value: FieldValue;
  error: { position: number; length: number; message: string } | null;
}

export interface FormulaFunction {
  name: string;
  alias: string;
  group: 'logic' | 'number' | 'text' | 'time';
  usage: string;
  text: string;
}

export interface Recalculation {
  field: string;
  label: string;
  done: number;
  total: number | null;
}

export const functionsQuery = queryOptions({
  queryKey: ['formula-functions'],
  queryFn: ({ signal }) => api.get<{ items: FormulaFunction[] }>('/formula-functions', { signal }),
  staleTime: Infinity,
});

export const checkQuery = (object: string, formula: string, record?: string) =>
  queryOptions({
    queryKey: ['formula-check', object, formula, record ?? null],
    queryFn: ({ signal }) => api.post<FormulaCheck>(`/objects/${object}/formula`, { formula, ...(record && { record }) }, { signal }),
    enabled: formula.trim() !== '',
    staleTime: 0,
    gcTime: 0,
    placeholderData: keepPreviousData,
  });

export const recalculationsQuery = (object: string, enabled: boolean) =>
  queryOptions({
    queryKey: ['recalculations', object],
    queryFn: ({ signal }) => api.get<{ items: Recalculation[] }>(`/objects/${object}/recalculations`, { signal }),
    enabled,
    staleTime: 0,
    // As long as something is being computed, its progress is shown.
    refetchInterval: (query) => (query.state.data?.items.length ? 1500 : false),
  });
