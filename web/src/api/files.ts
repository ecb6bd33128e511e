/** Files of fields: sending with visible progress, and where they are fetched from. */
import { ApiError, apiUrl } from './client';
import type { FileRef, Problem } from './types';

export interface Sending {
  done: Promise<FileRef>;
  abort: () => void;
}

/** `fetch` can't tell how much has been sent, so this is an XMLHttpRequest. */
export function sendFile(file: File, onProgress: (share: number) => void): Sending {
  const form = new FormData();
  form.append('file', file, file.name);
  const call = new XMLHttpRequest();
  const done = new Promise<FileRef>((resolve, reject) => {
    const refuse = (problem: Problem) => reject(new ApiError(problem));
    call.upload.addEventListener('progress', (event) => event.lengthComputable && onProgress(event.loaded / event.total));
    call.addEventListener('error', () => refuse({ title: 'offline', status: 0, code: 'offline' }));
    call.addEventListener('abort', () => refuse({ title: 'aborted', status: 0, code: 'aborted' }));
    call.addEventListener('load', () => {
      let body: unknown = {};
      try {
        body = JSON.parse(call.responseText);
      } catch {
        // A proxy's page: the status has to do.
      }
      if (call.status === 201) resolve(body as FileRef);
      else refuse({ title: call.statusText || `HTTP ${call.status}`, code: 'http', ...(body as Partial<Problem>), status: call.status });
    });
  });
  call.open('POST', apiUrl('/files'));
  call.setRequestHeader('Accept-Language', document.documentElement.lang);
  call.send(form);
  return { done, abort: () => call.abort() };
}

export const fileUrl = (id: string): string => apiUrl(`/files/${id}`);
export const pictureUrl = (id: string): string => apiUrl(`/files/${id}?inline=true`);
export const previewUrl = (id: string): string => apiUrl(`/files/${id}/preview`);

const PICTURES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];
export const isPicture = (file: Pick<FileRef, 'type'>): boolean => PICTURES.includes(file.type);

export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(bytes < 10_240 ? 1 : 0)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
