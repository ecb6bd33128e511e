/** Calls of "from a file": the proposal, how it looks with changes, and making it. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from '@/api/client';
import { sendForm, type Sending } from '@/api/files';
import type { Labels } from '@/api/types';
import { columnsBody, type Draft, labelsOf, type Made, type Preview, type Proposal } from './draft';

export interface Part {
  sheet: string | null;
  header: boolean;
}

export function sendList(file: File, onProgress: (share: number) => void): Sending<Proposal> {
  const form = new FormData();
  form.append('file', file, file.name);
  return sendForm('/object-proposals', form, onProgress);
}

export const proposalQuery = (id: string, part: Part) =>
  queryOptions({
    queryKey: ['object-proposals', id, part] as const,
    queryFn: ({ signal }) => api.get<Proposal>(`/object-proposals/${id}`, { query: { sheet: part.sheet, header: part.header ? null : 'false' }, signal }),
    staleTime: Infinity,
    placeholderData: keepPreviousData,
    retry: false,
  });

export const previewQuery = (id: string, part: Part, columns: Record<string, unknown>[]) =>
  queryOptions({
    queryKey: ['object-proposals', id, 'preview', part, columns] as const,
    queryFn: ({ signal }) => api.post<Preview>(`/object-proposals/${id}/preview`, { ...part, columns }, { signal }),
    staleTime: Infinity,
    placeholderData: keepPreviousData,
    retry: false,
  });

export const make = (id: string, part: Part, draft: Draft, locale: keyof Labels, rows: boolean) => {
  const labels = labelsOf(draft.label, draft.labels, locale);
  const { name, owned, create_references } = draft;
  return api.post<Made>(`/object-proposals/${id}/make`, {
    name, labels, plurals: labels, icon: 'folder', color: 'brand', group: 'sales', owned, create_references, rows, ...part, columns: columnsBody(draft.columns, locale),
  });
};
