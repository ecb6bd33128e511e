/** What a sign-in rests on: browsers that are signed in, the second factor, the company's rules. */
import { queryOptions } from '@tanstack/react-query';
import { api } from '@/api/client';

export interface Session {
  id: string;
  agent: string;
  place: string | null;
  created_at: string;
  seen_at: string;
  current: boolean;
}

export interface SecondFactor {
  enabled: boolean;
  since: string | null;
  recovery_left: number;
  required: boolean;
}

export interface NewFactor {
  secret: string;
  uri: string;
  qr: string;
}

export interface Security {
  password_min: number;
  second_factor_roles: { id: string; name: string }[];
  second_factor_people: number;
  second_factor_missing: number;
  /** Networks that people are let in from; none: all. */
  networks: string[];
  own_address: string | null;
}

export interface SecurityChange {
  password_min?: number;
  second_factor_roles?: string[];
  networks?: string[];
}

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'] as const,
  queryFn: ({ signal }) => api.get<{ items: Session[] }>('/me/sessions', { signal }),
  select: (answer) => answer.items,
});

export const factorQuery = queryOptions({
  queryKey: ['second-factor'] as const,
  queryFn: ({ signal }) => api.get<SecondFactor>('/me/second-factor', { signal }),
});

export const securityQuery = queryOptions({
  queryKey: ['security'] as const,
  queryFn: ({ signal }) => api.get<Security>('/security', { signal }),
});

export const trustCalls = {
  endSession: (id: string) => api.delete(`/me/sessions/${id}`),
  endOthers: () => api.delete<{ ended: number }>('/me/sessions'),
  begin: () => api.post<NewFactor>('/me/second-factor'),
  confirm: (code: string) => api.post<{ codes: string[] }>('/me/second-factor/confirm', { code }),
  disable: (code: string) => api.post<SecondFactor>('/me/second-factor/disable', { code }),
  renew: (code: string) => api.post<{ codes: string[] }>('/me/second-factor/recovery-codes', { code }),
  changeRules: (change: SecurityChange) => api.patch<Security>('/security', change),
};

const BROWSERS: [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/MicroMessenger/, 'WeChat'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const SYSTEMS: [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];

/** "Firefox · Windows" out of what a browser calls itself; what is not known stays as it is. */
export function deviceOf(agent: string): string {
  const found = [BROWSERS, SYSTEMS].map((list) => list.find(([pattern]) => pattern.test(agent))?.[1]).filter(Boolean);
  return found.join(' · ') || agent.slice(0, 60);
}

export const isPhoneAgent = (agent: string) => /iPhone|iPad|Android|Mobile/.test(agent);
