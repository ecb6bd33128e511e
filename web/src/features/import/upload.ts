/** Sends a file with visible progress. `fetch` can't tell how much has been sent, so this is an XMLHttpRequest. */
import { ApiError, apiUrl } from '@/api/client';
import type { Problem } from '@/api/types';
export { sizeText } from '@/api/files';
import type { ImportJob } from './types';

export interface Upload {
  done: Promise<ImportJob>;
  abort: () => void;
}

export function uploadFile(file: File, object: string, onProgress: (share: number) => void): Upload {
  const form = new FormData();
  // The options go first: the server can then read the file as it arrives.
  form.append('options', JSON.stringify({ object }));
  form.append('file', file, file.name);
  const call = new XMLHttpRequest();
  const done = new Promise<ImportJob>((resolve, reject) => {
    const refuse = (problem: Problem) => reject(new ApiError(problem));
    call.upload.addEventListener('progress', (event) => event.lengthComputable && onProgress(event.loaded / event.total));
    call.addEventListener('error', () => refuse({ title: 'offline', status: 0, code: 'offline' }));
    call.addEventListener('abort', () => refuse({ title: 'aborted', status: 0, code: 'aborted' }));
    call.addEventListener('load', () => {
      const body = parse(call.responseText);
      if (call.status === 201) resolve(body as ImportJob);
      else refuse({ title: call.statusText || `HTTP ${call.status}`, code: 'http', ...(body as Partial<Problem>), status: call.status });
    });
  });
  call.open('POST', apiUrl('/imports'));
  call.setRequestHeader('Accept-Language', document.documentElement.lang);
  call.send(form);
  return { done, abort: () => call.abort() };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

export type FileFault = 'oldExcel' | 'wrongKind' | 'empty';

/** What can be told about a file before it is sent. */
export function faultOfFile(file: { name: string; size: number }): FileFault | null {
  const ending = /\.([a-z0-9]+)$/i.exec(file.name)?.[1]?.toLowerCase() ?? '';
  if (ending === 'xls') return 'oldExcel';
  if (!['xlsx', 'csv', 'txt'].includes(ending)) return 'wrongKind';
  return file.size === 0 ? 'empty' : null;
}
