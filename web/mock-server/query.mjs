// Filters, sorting, paging and grouping over in-memory records.
import { regions } from './regions.mjs';

const amount = (value) => (value && typeof value === 'object' && 'amount' in value ? Number(value.amount) : value);
const NUMERIC = new Set(['integer', 'decimal', 'percent', 'money', 'rating']);

/** A value as something that can be compared. */
function comparable(value, kind) {
  const plain = amount(value);
  if (plain == null) return null;
  if (NUMERIC.has(kind)) return Number(plain);
  if (typeof plain === 'object') return plain.id ?? String(plain);
  return plain;
}

function resolve(value, context) {
  if (value === '@me') return context.me;
  if (value === '@today') return new Date(context.now).toISOString().slice(0, 10);
  if (Array.isArray(value)) return value.map((v) => resolve(v, context));
  return value && typeof value === 'object' && value.id ? value.id : value;
}

function within(value, range, context) {
  const at = Date.parse(value);
  if (Number.isNaN(at)) return false;
  const day = 86_400_000;
  const today = Date.parse(new Date(context.now).toISOString().slice(0, 10));
  if (typeof range === 'object') {
    if (range.last_days != null) return at >= today - (range.last_days - 1) * day && at < today + day;
    if (range.next_days != null) return at >= today && at < today + range.next_days * day;
  }
  const month = (offset) => { const d = new Date(today); return Date.UTC(d.getUTCFullYear(), d.getUTCMonth() + offset, 1); };
  const monday = today - ((new Date(today).getUTCDay() + 6) % 7) * day;
  const ranges = {
    today: [today, today + day], yesterday: [today - day, today], tomorrow: [today + day, today + 2 * day], this_week: [monday, monday + 7 * day], last_week: [monday - 7 * day, monday],
    next_week: [monday + 7 * day, monday + 14 * day], this_month: [month(0), month(1)], last_month: [month(-1), month(0)], next_month: [month(1), month(2)],
  };
  const [from, to] = ranges[range] ?? [0, 0];
  return at >= from && at < to;
}

/** The day of a moment in the company's zone, which knows no summer time. */
const dayOf = (value) => (value.length === 10 ? value : new Date(Date.parse(value) + 8 * 3_600_000).toISOString().slice(0, 10));

/** Whether a record passes a filter tree. */
export function matches(node, record, object, context) {
  if (!node) return true;
  if (node.and) return node.and.every((n) => matches(n, record, object, context));
  if (node.or) return node.or.some((n) => matches(n, record, object, context));
  if (node.not) return !matches(node.not, record, object, context);
  const kind = object.fields.find((f) => f.name === node.field)?.kind ?? 'text';
  const raw = record[node.field];
  const empty = raw == null || raw === '' || (Array.isArray(raw) && raw.length === 0);
  const wanted = resolve(node.value, context);
  // A day against a moment means the whole of a day.
  const whole = kind === 'datetime' && typeof wanted === 'string' && wanted.length === 10;
  const have = whole ? comparable(raw, kind)?.slice(0, 10) ?? null : comparable(raw, kind);
  const want = Array.isArray(wanted) ? wanted.map((v) => comparable(v, kind)) : comparable(wanted, kind);
  const text = String(have ?? '').toLowerCase();
  const holds = (v) => (Array.isArray(raw) ? raw.includes(v) : have === v);
  switch (node.op) {
    case 'eq': return want == null ? empty : holds(want);
    case 'ne': return !holds(want);
    case 'in': return want.some(holds);
    case 'not_in': return !want.some(holds);
    case 'lt': return !empty && have < want;
    case 'lte': return !empty && have <= want;
    case 'gt': return !empty && have > want;
    case 'gte': return !empty && have >= want;
    case 'between': if (!empty && kind === 'datetime' && want[0]?.length === 10) return dayOf(have) >= want[0] && dayOf(have) <= want[1]; return !empty && have >= want[0] && have <= want[1];
    case 'contains': if (kind === 'address') return String(raw?.detail ?? '').toLowerCase().includes(String(want).toLowerCase()); return Array.isArray(raw) ? raw.includes(want) : text.includes(String(want).toLowerCase());
    case 'not_contains': return Array.isArray(raw) ? !raw.includes(want) : !text.includes(String(want).toLowerCase());
    case 'starts_with': return text.startsWith(String(want).toLowerCase());
    case 'ends_with': return text.endsWith(String(want).toLowerCase());
    case 'empty': return empty;
    case 'not_empty': return !empty;
    case 'within': return !empty && within(raw, node.value, context);
    case 'under':
      if (kind === 'cascade') return have === want || text.startsWith(`${want}/`);
      if (kind === 'address') return String(raw?.region ?? '').startsWith(String(want).replace(/(00)+$/, ''));
      return kind === 'region' ? text.startsWith(String(want).replace(/(00)+$/, '')) : holds(want);
    default: return false;
  }
}

/** Compares by a sort list such as ["-created_at", "name"]; empty values go last. */
export function comparer(sort, object) {
  const keys = sort.map((s) => ({ name: s.replace(/^-/, ''), sign: s.startsWith('-') ? -1 : 1 }));
  return (a, b) => {
    for (const { name, sign } of keys) {
      const kind = object.fields.find((f) => f.name === name)?.kind ?? 'text';
      const options = object.fields.find((f) => f.name === name)?.options;
      const order = (record) => (options && kind === 'choice' ? options.findIndex((o) => o.name === record[name]) : comparable(record[name], kind));
      const [x, y] = [order(a), order(b)];
      if (x === y) continue;
      if (x == null) return 1;
      if (y == null) return -1;
      return (typeof x === 'string' ? x.localeCompare(y, 'zh-CN') : x < y ? -1 : 1) * sign;
    }
    return a.id < b.id ? 1 : -1;
  };
}

/** A value of a tree and what lies around it, from the top: provinces and cities, or the parts of a path. */
export function wayTo(value) {
  if (!/^\d{6}$/.test(value)) return value.split('/').map((_, at, parts) => parts.slice(0, at + 1).join('/'));
  const known = new Set(regions().items.map(([code]) => code));
  const around = [`${value.slice(0, 2)}0000`, `${value.slice(0, 4)}00`].filter((code) => code !== value && known.has(code));
  return [...new Set(around), value];
}

/** The first day of the span that a day lies in. */
function firstDay(day, grain) {
  const [year, month] = day.split('-').map(Number);
  if (grain === 'week') return new Date(Date.parse(day) - ((new Date(day).getUTCDay() + 6) % 7) * 86_400_000).toISOString().slice(0, 10);
  const first = { month, quarter: month - ((month - 1) % 3), year: 1 }[grain];
  return first ? `${year}-${String(first).padStart(2, '0')}-01` : day;
}

/** Groups records and computes measures. */
export function group(records, object, groupBy, measures, levels = {}, grains = {}) {
  const groups = new Map();
  const common = (value, level, grain) => {
    if (value == null) return null;
    if (grain) return firstDay(dayOf(value), grain);
    return level ? (wayTo(value)[level - 1] ?? value) : value;
  };
  for (const record of records) {
    const key = JSON.stringify(groupBy.map((g) => common(record[g], levels[g], grains[g])));
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(record);
  }
  return [...groups].map(([key, rows]) => ({
    key: Object.fromEntries(groupBy.map((g, i) => [g, JSON.parse(key)[i]])),
    values: Object.fromEntries(measures.map((m) => measure(m, rows))),
  }));
}

function measure({ fn, field }, rows) {
  if (fn === 'count') return ['count', rows.length];
  const numbers = rows.map((r) => r[field]).filter((v) => v != null).map((v) => Number(amount(v)));
  const sum = numbers.reduce((a, b) => a + b, 0);
  const money = rows.find((r) => r[field]?.currency)?.[field];
  if (money && rows.some((r) => r[field] && r[field].currency !== money.currency)) return [`${fn}_${field}`, null];
  const value = { sum: numbers.length ? sum : null, avg: numbers.length ? sum / numbers.length : null, min: numbers.length ? Math.min(...numbers) : null, max: numbers.length ? Math.max(...numbers) : null }[fn];
  return [`${fn}_${field}`, value == null ? null : money ? { amount: value.toFixed(2), currency: money.currency } : value.toFixed(2)];
}
