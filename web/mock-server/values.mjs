import { fill } from './computed.mjs';
// Checks and reads values by field kind: for records from the page and for cells of an imported file.

import * as files from './files.mjs';

const PHONE = /^\+?[0-9][0-9 \-()]{4,19}$/;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const REFERENCES = new Set(['reference', 'user', 'department']);

/** Checks one JSON value; returns [stored value, error code or null]. */
export function checkValue(state, field, value) {
  if (value == null || value === '' || (Array.isArray(value) && value.length === 0)) {
    return [Array.isArray(value) ? value : null, field.required ? 'required' : null];
  }
  switch (field.kind) {
    case 'text': case 'long_text': case 'rich_text': return [String(value), String(value).length > (field.max_length ?? 100_000) ? 'too_long' : unfit(field, String(value))];
    case 'phone': return [String(value).trim(), PHONE.test(String(value).trim()) ? null : 'bad_phone'];
    case 'email': return [String(value).trim(), EMAIL.test(String(value).trim()) ? null : 'bad_email'];
    case 'url': return [String(value), /^https?:\/\//.test(String(value)) ? null : 'bad_value'];
    case 'id_card': case 'credit_code': return [String(value).toUpperCase(), String(value).length === 18 ? null : 'bad_value'];
    case 'time': return [String(value), /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(value) ? null : 'bad_value'];
    case 'rating': return range({ min: 1, max: field.max ?? 5 }, Number(value), Number.isInteger(Number(value)) ? null : 'bad_number', Number(value));
    case 'address': return typeof value === 'string' ? [{ region: null, detail: value }, null] : [{ region: value.region ?? null, detail: value.detail ?? null }, null];
    case 'location': return [{ accuracy: null, ...value }, Math.abs(Number(value.longitude)) <= 180 && Math.abs(Number(value.latitude)) <= 90 ? null : 'bad_value'];
    case 'integer': return range(field, Number(value), Number.isInteger(Number(value)) ? null : 'bad_number', Number(value));
    case 'decimal': case 'percent': return range(field, Number(value), Number.isFinite(Number(value)) ? null : 'bad_number', String(value));
    case 'money': return range(field, Number(value.amount), Number.isFinite(Number(value.amount)) ? null : 'bad_number', { amount: Number(value.amount).toFixed(2), currency: value.currency ?? 'CNY' });
    case 'bool': return [Boolean(value), typeof value === 'boolean' ? null : 'bad_value'];
    case 'date': return [String(value), /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)) ? null : 'bad_date'];
    case 'datetime': return [value, Number.isNaN(Date.parse(value)) ? 'bad_date' : null];
    case 'choice': case 'cascade': return [value, field.options.some((o) => o.name === value) ? null : 'bad_option'];
    case 'multi_choice': return [value, Array.isArray(value) && value.every((v) => field.options.some((o) => o.name === v)) ? null : 'bad_option'];
    case 'attachment': case 'image': case 'signature': { const ids = value.map((one) => one.id ?? one); return [ids, ids.every((id) => state.files.has(id)) ? null : 'unknown_reference']; }
    case 'multi_reference': { const ids = value.map((one) => one.id ?? one); return [ids, ids.every((id) => state.records.get(field.target)?.has(id)) ? null : 'unknown_reference']; }
    case 'lines': {
      const lines = value.map((line) => ({ ...line, id: line.id ?? crypto.randomUUID() }));
      const wrong = lines.some((line) => field.columns.some((column) => !column.computed && checkValue(state, column, line[column.name])[1]));
      return [lines, wrong ? 'bad_value' : null];
    }
    case 'tags': return [value, Array.isArray(value) ? null : 'bad_value'];
    case 'region': return [String(value), /^\d{6}$/.test(String(value)) ? null : 'bad_value'];
    case 'record': return [{ object: value.object, id: value.id }, state.records.get(value.object)?.has(value.id) ? null : 'unknown_reference'];
    default: break;
  }
  if (REFERENCES.has(field.kind)) {
    const id = typeof value === 'object' ? value.id : value;
    const target = field.kind === 'reference' ? field.target : field.kind;
    return [id, state.records.get(target)?.has(id) ? null : 'unknown_reference'];
  }
  return [value, null];
}

const unfit = ({ format }, text) => (format && !new RegExp(`^(?:${format.pattern})$`, 'u').test(text) ? 'bad_value' : null);

function range(field, number, code, stored) {
  if (code) return [stored, code];
  if (field.min != null && number < Number(field.min)) return [stored, 'out_of_range'];
  if (field.max != null && number > Number(field.max)) return [stored, 'out_of_range'];
  return [stored, null];
}

/** Reads the text of a file's cell into a JSON value for the kind; returns [value, error code or null]. */
export function readCell(state, field, text) {
  const cell = text.trim();
  if (cell === '') return [null, field.required ? 'required' : null];
  const named = (o) => o.name === cell || Object.values(o.labels).includes(cell);
  switch (field.kind) {
    case 'choice': { const found = field.options.find(named); return found ? [found.name, null] : [cell, 'bad_option']; }
    case 'multi_choice': {
      const parts = cell.split(/[,，;；、]/).map((p) => p.trim()).filter(Boolean);
      const found = parts.map((p) => field.options.find((o) => o.name === p || Object.values(o.labels).includes(p))?.name);
      return found.includes(undefined) ? [cell, 'bad_option'] : [found, null];
    }
    case 'tags': return [cell.split(/[,，;；、]/).map((p) => p.trim()).filter(Boolean), null];
    case 'money': return checkValue(state, field, { amount: cell.replace(/[¥,，\s]/g, ''), currency: 'CNY' });
    case 'integer': case 'decimal': case 'percent': return checkValue(state, field, cell.replace(/[,%％\s]/g, ''));
    case 'bool': return [/^(是|真|true|yes|1|y)$/i.test(cell), /^(是|真|否|假|true|false|yes|no|1|0|y|n)$/i.test(cell) ? null : 'bad_value'];
    case 'date': return checkValue(state, field, cell.replace(/[/.年月]/g, '-').replace('日', '').replace(/-(\d)(?!\d)/g, '-0$1'));
    case 'datetime': { const at = Date.parse(cell.replaceAll('/', '-')); return Number.isNaN(at) ? [cell, 'bad_date'] : [new Date(at).toISOString(), null]; }
    case 'reference': case 'user': case 'department': {
      const target = field.kind === 'reference' ? field.target : field.kind;
      const found = [...(state.records.get(target)?.values() ?? [])].find((r) => r.name === cell || r.login === cell || r.id === cell);
      return found ? [found.id, null] : [cell, 'unknown_reference'];
    }
    default: return checkValue(state, field, cell);
  }
}

/** A stored record as the API shows it: references with names. */
export function show(state, record) {
  const meta = state.objects.get(record.object);
  const shown = fill(state, { ...record });
  const fields = [...meta.fields];
  for (const f of fields) {
    if (REFERENCES.has(f.kind)) shown[f.name] = refTo(state, f.kind === 'reference' ? f.target : f.kind, record[f.name]);
    else if (f.kind === 'record' && record[f.name]) shown[f.name] = refTo(state, record[f.name].object, record[f.name].id);
    else if (f.kind === 'multi_reference') shown[f.name] = record[f.name]?.map((id) => refTo(state, f.target, id)).filter(Boolean) ?? null;
    else if (f.kind === 'lines') shown[f.name] = record[f.name]?.map((line) => showLine(state, f, line)) ?? null;
    else if (f.kind === 'attachment' || f.kind === 'image' || f.kind === 'signature') shown[f.name] = record[f.name]?.map((id) => state.files.get(id)).filter(Boolean).map(files.shown) ?? null;
    else if (!(f.name in shown)) shown[f.name] = null;
  }
  delete shown.deleted_at;
  return shown;
}

/** A line of a sub-table with the names of what it points to. */
function showLine(state, field, line) {
  const cells = field.columns.map((column) => [column.name, column.kind === 'reference' ? refTo(state, column.target, line[column.name]?.id ?? line[column.name]) : (line[column.name] ?? null)]);
  return { id: line.id, ...Object.fromEntries(cells) };
}

/** {"id","object","name"} of a record, or null. */
export function refTo(state, object, id) {
  const target = id ? state.records.get(object)?.get(id) : null;
  if (!target) return null;
  const name = target[state.objects.get(object)?.name_field ?? 'name'];
  return { id, object, name: String(name ?? '').slice(0, 60) };
}
