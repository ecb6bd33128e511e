// Files in memory: sent, kept, shown.
import { Problem, invalid } from './problems.mjs';

const TYPES = { png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', gif: 'image/gif', webp: 'image/webp', pdf: 'application/pdf', txt: 'text/plain', csv: 'text/csv' };
const PICTURE = /^image\/(png|jpeg|gif|webp)$/;

export const shown = ({ bytes, ...file }) => file;

export async function upload(context, request) {
  const file = (await request.formData()).get('file');
  if (!file || typeof file === 'string') throw invalid({ field: 'file', code: 'required' });
  const ending = /\.(\w+)$/.exec(file.name)?.[1]?.toLowerCase() ?? '';
  if (['exe', 'js', 'bat'].includes(ending)) throw new Problem('dangerous_file');
  const bytes = new Uint8Array(await file.arrayBuffer());
  const id = crypto.randomUUID();
  const kept = { id, name: file.name, type: TYPES[ending] ?? 'application/octet-stream', size: bytes.length, width: null, height: null };
  context.state.files.set(id, { ...kept, bytes });
  return kept;
}

export function read(context, id, inline) {
  const file = context.state.files.get(id);
  if (!file) throw new Problem('not_found');
  const way = inline && PICTURE.test(file.type) ? 'inline' : 'attachment';
  return new Response(file.bytes, { headers: { 'content-type': PICTURE.test(file.type) ? file.type : 'application/octet-stream', 'content-disposition': `${way}; filename*=UTF-8''${encodeURIComponent(file.name)}` } });
}
