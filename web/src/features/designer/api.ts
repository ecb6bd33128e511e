/** Administrators' changes of objects and fields; what everybody reads of them is read again after each. */
import { useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { keys } from '@/api/queries';
import type { Check, DuplicateRules, Field, Filter, Group, Labels, ObjectMeta } from '@/api/types';
import type { Tone } from '@/ui/tokens';

export interface NewObject {
  name: string;
  labels: Labels;
  plurals: Labels;
  icon: string;
  color: Tone;
  group: Group;
  owned: boolean;
}

export interface ObjectChange {
  labels?: Labels;
  plurals?: Labels;
  icon?: string;
  color?: Tone;
  group?: Group;
  nav?: number | null;
  stage_field?: string | null;
  list_columns?: string[];
  checks?: (Omit<Check, 'message' | 'holds'> & { holds: Filter | Record<string, never> })[];
  duplicates?: DuplicateRules | null;
  version?: number;
}

export function useDesignerCalls() {
  const queryClient = useQueryClient();
  const fresh = async <T>(call: Promise<T>): Promise<T> => {
    const answer = await call;
    await queryClient.invalidateQueries({ queryKey: keys.objects });
    return answer;
  };
  return {
    createObject: (body: NewObject) => fresh(api.post<ObjectMeta>('/objects', body)),
    changeObject: (object: string, body: ObjectChange) => fresh(api.patch<ObjectMeta>(`/objects/${object}`, body)),
    createField: (object: string, body: Record<string, unknown>) => fresh(api.post<Field>(`/objects/${object}/fields`, body)),
    changeField: (object: string, field: string, body: Record<string, unknown>) => fresh(api.patch<Field>(`/objects/${object}/fields/${field}`, body)),
    dropField: (object: string, field: string) => fresh(api.delete(`/objects/${object}/fields/${field}`)),
    reload: () => queryClient.invalidateQueries({ queryKey: keys.objects }),
  };
}
