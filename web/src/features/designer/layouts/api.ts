/** The layouts of an object for those who design them. */
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { keys } from '@/api/queries';
import type { Labels, Ref } from '@/api/types';
import type { LayoutContent } from './draft';

/** The object's own layout. */
export const OWN = 'default';

export interface Published {
  number: number;
  at: string;
  /** Nobody: what was in force before the first publication. */
  by: Ref | null;
}

export interface LayoutState {
  name: string;
  label: string;
  labels: Labels;
  /** A role that is gone has no name. */
  roles: { id: string; name: string | null }[];
  types: string[];
  live: boolean;
  published: Published | null;
  draft: { version: number; updated_at: string; updated_by: Ref | null } | null;
}

export interface LayoutList {
  type_field: string | null;
  version: number;
  items: LayoutState[];
}

export interface Difference {
  kind: 'added' | 'removed' | 'moved' | 'label' | 'roles' | 'types' | 'sections' | 'related' | 'related_tabs' | 'highlights';
  field: string | null;
  label: string | null;
  from: string | null;
  to: string | null;
}

export interface Design extends LayoutState {
  content: LayoutContent;
  /** What the draft changes of what is in force. */
  changes: Difference[];
  versions: Published[];
}

export interface LayoutVersion extends Published {
  content: LayoutContent;
  /** What going back to it would change. */
  changes: Difference[];
}

const layoutKeys = (object: string) => ['layouts', object] as const;

export const layoutsQuery = (object: string) =>
  queryOptions({ queryKey: [...layoutKeys(object), 'list'], queryFn: ({ signal }) => api.get<LayoutList>(`/objects/${object}/layouts`, { signal }), staleTime: 0 });

export const designQuery = (object: string, layout: string) =>
  queryOptions({ queryKey: [...layoutKeys(object), 'one', layout], queryFn: ({ signal }) => api.get<Design>(`/objects/${object}/layouts/${layout}`, { signal }), staleTime: 0 });

export const versionQuery = (object: string, layout: string, number: number) =>
  queryOptions({ queryKey: [...layoutKeys(object), 'version', layout, number], queryFn: ({ signal }) => api.get<LayoutVersion>(`/objects/${object}/layouts/${layout}/versions/${number}`, { signal }), staleTime: 0 });

export function useLayoutCalls(object: string) {
  const queryClient = useQueryClient();
  const path = `/objects/${object}/layouts`;
  /** What everybody reads has changed, too, when a layout was put in force. */
  const fresh = async <T>(call: Promise<T>, live = true): Promise<T> => {
    const answer = await call;
    await queryClient.invalidateQueries({ queryKey: layoutKeys(object) });
    if (live) await queryClient.invalidateQueries({ queryKey: keys.objects });
    return answer;
  };
  return {
    begin: (body: { labels: Labels; from: string }) => fresh(api.post<Design>(path, body), false),
    arrange: (body: { order?: string[]; type_field?: string | null; version: number }) => fresh(api.patch<LayoutList>(path, body)),
    save: (layout: string, content: LayoutContent, version?: number) => fresh(api.put<Design>(`${path}/${layout}/draft`, version === undefined ? content : { ...content, version }), false),
    discard: (layout: string) => fresh(api.delete(`${path}/${layout}/draft`), false),
    publish: (layout: string, version: number) => fresh(api.post<Design>(`${path}/${layout}/publish`, { version })),
    revert: (layout: string, number: number, publish: boolean, version: number) => fresh(api.post<Design>(`${path}/${layout}/revert`, { number, publish, version })),
    drop: (layout: string) => fresh(api.delete(`${path}/${layout}`)),
    reload: () => queryClient.invalidateQueries({ queryKey: layoutKeys(object) }),
  };
}
