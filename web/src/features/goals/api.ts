/** Goals: shapes, queries, calls. */
import { infiniteQueryOptions, queryOptions, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { keys } from '@/api/queries';
import type { Filter, Page, Ref } from '@/api/types';

export type Cycle = 'month' | 'quarter' | 'year';
export type Measure = 'count' | 'sum';
export type PartyKind = 'company' | 'department' | 'person';

export interface GoalBody {
  name: string;
  object: string;
  measure: Measure;
  field: string | null;
  /** The date that says which period a record belongs to. */
  date: string;
  filter: Filter | null;
  cycle: Cycle;
}

export interface Goal extends GoalBody {
  id: string;
  ended_on: string | null;
  version: number;
  by: Ref;
  updated_at: string;
  /** Whether the object and all fields that it goes by are there still. */
  usable: boolean;
}

export interface GoalRow {
  party: PartyKind;
  id: string | null;
  name: string | null;
  own: boolean;
  depth: number;
  department: string | null;
  target: string;
  /** None where nothing can be counted. */
  reached: string | null;
  percent: string | null;
  missing: string | null;
  per_day: string | null;
  rank: number | null;
  filter: Filter | null;
}

export interface GoalProgress {
  id: string;
  name: string;
  object: string;
  measure: Measure;
  field: string | null;
  currency: string | null;
  cycle: Cycle;
  starts_on: string;
  ends_on: string;
  days: number;
  days_begun: number;
  problem: string | null;
  rows: GoalRow[];
  truncated: boolean;
}

export interface Progress {
  date: string;
  today: string;
  /** What one goes back and on by. */
  step: Cycle;
  goals: GoalProgress[];
}

export interface TargetRow {
  party: PartyKind;
  id: string | null;
  name: string | null;
  parent: string | null;
  depth: number;
  active: boolean;
}

export interface Target {
  whose: string | null;
  starts_on: string;
  amount: string | null;
}

export interface Targets {
  goal: Goal;
  year: number;
  periods: string[];
  rows: TargetRow[];
  targets: Target[];
}

const ALL = keys.goals;
const AT = '/company/goals';

/** How far the caller's goals are in their periods of a day; none for today. */
export const progressQuery = (date: string | null) =>
  queryOptions({
    queryKey: [...ALL, 'progress', date] as const,
    queryFn: ({ signal }) => api.get<Progress>('/goals/progress', { query: { date }, signal }),
    staleTime: 30_000,
  });

/** All of them, for administrators. */
export const goalsQuery = infiniteQueryOptions({
  queryKey: [...ALL, 'all'] as const,
  queryFn: ({ pageParam, signal }) => api.get<Page<Goal>>(AT, { query: { cursor: pageParam }, signal }),
  initialPageParam: null as string | null,
  getNextPageParam: (last) => last.next_cursor,
});

export const targetsQuery = (id: string, year: number | null) =>
  queryOptions({
    queryKey: [...ALL, 'targets', id, year] as const,
    queryFn: ({ signal }) => api.get<Targets>(`${AT}/${id}/targets`, { query: { year }, signal }),
  });

export function useGoalCalls() {
  const queryClient = useQueryClient();
  const fresh = async <T>(call: Promise<T>): Promise<T> => {
    const answer = await call;
    await queryClient.invalidateQueries({ queryKey: ALL });
    return answer;
  };
  const based = (version: number) => ({ headers: { 'If-Match': `"${version}"` } });
  return {
    create: (body: GoalBody) => fresh(api.post<Goal>(AT, body)),
    change: ({ id, version }: Goal, body: Partial<GoalBody> & { ended?: boolean }) => fresh(api.patch<Goal>(`${AT}/${id}`, body, based(version))),
    drop: (id: string) => fresh(api.delete(`${AT}/${id}`)),
    restore: (id: string) => fresh(api.post(`${AT}/${id}/restore`, {})),
    set: ({ id, version }: Goal, items: Target[]) => fresh(api.patch<Goal>(`${AT}/${id}/targets`, { items }, based(version))),
  };
}
