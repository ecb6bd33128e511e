/** The company's own settings. */
import { queryOptions } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { Ref } from '@/api/types';

export interface CompanySettings {
  name: string;
  /** Somebody has given the company its name. */
  named: boolean;
  export_watermark: boolean;
  bin_days: number | null;
  duplicates_told: boolean;
  /** Whom push services may turn to; without one nothing is pushed. */
  push_contact: string | null;
}

export const companyQuery = queryOptions({
  queryKey: ['company'],
  queryFn: ({ signal }) => api.get<CompanySettings>('/company', { signal }),
});

/** What there is of the sample that the company was founded with. */
export interface Sample {
  present: boolean;
  records: { object: string; plural: string; count: number }[];
  people: Ref[];
}

export const sampleQuery = queryOptions({
  queryKey: ['company', 'sample'],
  queryFn: ({ signal }) => api.get<Sample>('/company/sample', { signal }),
});
