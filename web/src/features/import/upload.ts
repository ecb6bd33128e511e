/** Sends the file of an import, and tells beforehand what is wrong with it. */
import { sendForm, type Sending } from '@/api/files';
import type { ImportJob } from './types';

export function uploadFile(file: File, object: string, onProgress: (share: number) => void): Sending<ImportJob> {
  const form = new FormData();
  // The options go first: the server can then read the file as it arrives.
  form.append('options', JSON.stringify({ object }));
  form.append('file', file, file.name);
  return sendForm('/imports', form, onProgress);
}

export type FileFault = 'oldExcel' | 'wrongKind' | 'empty';

/** What can be told about a file before it is sent. */
export function faultOfFile(file: { name: string; size: number }): FileFault | null {
  const ending = /\.([a-z0-9]+)$/i.exec(file.name)?.[1]?.toLowerCase() ?? '';
  if (ending === 'xls') return 'oldExcel';
  if (!['xlsx', 'csv', 'txt'].includes(ending)) return 'wrongKind';
  return file.size === 0 ? 'empty' : null;
}
