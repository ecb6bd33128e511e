// Masked fields: covered where records are shown, as they are for one look at a time.
import { Problem } from './problems.mjs';
import { find, objectOf } from './records.mjs';
import { show } from './values.mjs';

function cover(kind, value) {
  if (value == null || value === '') return null;
  if (kind === 'phone') return String(value).replace(/^\+86/, '').replace(/^(.{3}).*(.{4})$/, '$1****$2');
  if (kind === 'email') return String(value).replace(/^(.).*(@.*)$/, '$1***$2');
  return kind === 'text' ? `${String(value).slice(0, 1)}**` : '****';
}

/** The record as the caller sees it. */
export function masked(context, object, record) {
  const rights = Object.entries(context.fieldRights(object.name)).filter(([name, right]) => right === 'masked' && name in record);
  const kind = (name) => object.fields.find((field) => field.name === name)?.kind;
  return { ...record, ...Object.fromEntries(rights.map(([name]) => [name, cover(kind(name), record[name])])) };
}

export const hasMasks = (context, name) => Object.values(context.fieldRights(name)).includes('masked');

export function reveal(context, name, id, { field }) {
  objectOf(context.state, name);
  const record = show(context.state, find(context, name, id));
  if (context.fieldRights(name)[field] !== 'masked') throw new Problem('invalid', { errors: [{ field: 'field', code: 'nothing_masked' }] });
  return { field, value: record[field] ?? null };
}
