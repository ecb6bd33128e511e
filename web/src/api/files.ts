/** Files: sending with visible progress, and where they are fetched from. */
import { ApiError, apiUrl, lasting } from './client';
import type { FileRef, Problem } from './types';

export interface Sending<T = FileRef> {
  done: Promise<T>;
  abort: () => void;
}

/** Sends a form. `fetch` can't tell how much has been sent, so this is an XMLHttpRequest. */
export function sendForm<T>(path: string, form: FormData, onProgress: (share: number) => void): Sending<T> {
  const call = new XMLHttpRequest();
  const done = new Promise<T>((resolve, reject) => {
    const refuse = (problem: Problem) => reject(new ApiError(problem));
    call.upload.addEventListener('progress', (event) => event.lengthComputable && onProgress(event.loaded / event.total));
    call.addEventListener('error', () => refuse({ title: 'offline', status: 0, code: 'offline' }));
    call.addEventListener('abort', () => refuse({ title: 'aborted', status: 0, code: 'aborted' }));
    call.addEventListener('load', () => {
      const body = parse(call.responseText);
      if (call.status === 201) resolve(body as T);
      else refuse({ title: call.statusText || `HTTP ${call.status}`, code: 'http', ...(body as Partial<Problem>), status: call.status });
    });
  });
  call.open('POST', apiUrl(path));
  call.setRequestHeader('Accept-Language', document.documentElement.lang);
  for (const [name, value] of Object.entries(lasting)) call.setRequestHeader(name, value);
  call.send(form);
  return { done, abort: () => call.abort() };
}

/** A proxy's page is no JSON: there the status has to do. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

export function sendFile(file: File, onProgress: (share: number) => void): Sending {
  const form = new FormData();
  form.append('file', file, file.name);
  return sendForm('/files', form, onProgress);
}

export const fileUrl = (id: string): string => apiUrl(`/files/${id}`);
export const pictureUrl = (id: string): string => apiUrl(`/files/${id}?inline=true`);
export const previewUrl = (id: string): string => apiUrl(`/files/${id}/preview`);

const PICTURES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];
export const isPicture = (file: Pick<FileRef, 'type'>): boolean => PICTURES.includes(file.type);
