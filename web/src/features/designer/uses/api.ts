/** What a change of a field would touch, as the server tells it. */
import { queryOptions } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { Total } from '@/api/types';

/** What counts on a field: while there is some, the field can't go. */
export interface FieldUse {
  by: 'formula' | 'lookup' | 'rollup' | 'rule' | 'default' | 'check' | 'layout' | 'sharing_rule' | 'goal';
  object: string;
  object_label: string;
  name: string;
  label: string;
}

/** A layout that would lose the field. */
export interface LayoutUse {
  name: string;
  label: string;
  live: boolean;
  draft: boolean;
}

/** A view that shows the field or goes by it. */
export interface ViewUse {
  id: string;
  name: string;
  kind: 'list' | 'board' | 'calendar';
  object: string;
  object_label: string;
  owner: string | null;
  audience: 'private' | 'some' | 'everyone';
  places: ('column' | 'card' | 'filter' | 'sort' | 'group' | 'sum' | 'date')[];
  /** Without the field it can't be used until somebody changes it. */
  breaks: boolean;
}

export type Place = 'list' | 'stage' | 'type' | 'duplicates' | 'rights';

export interface Uses {
  items: FieldUse[];
  layouts: LayoutUse[];
  places: Place[];
  views: ViewUse[];
  /** Other people's own views. */
  private_views: Total;
  /** The records that hold an option. */
  records: Total | null;
}

export const usesQuery = (object: string, field: string, option?: string) =>
  queryOptions({
    queryKey: ['field-uses', object, field, option ?? null],
    queryFn: ({ signal }) => api.get<Uses>(`/objects/${object}/fields/${field}/uses`, { query: { option }, signal }),
    staleTime: 0,
  });
