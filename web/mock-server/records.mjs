// Records: list, query, read, create, change, delete, restore, batch, history and timeline.
import { Problem, invalid, textOf } from './problems.mjs';
import { checkValue, refTo, show } from './values.mjs';
import { hasMasks, masked } from './masks.mjs';
import { comparer, group, matches, wayTo } from './query.mjs';
import { put } from './seed.mjs';
import { publish } from './events.mjs';
import { uuid } from './random.mjs';
import * as talk from './talk.mjs';

const SYSTEM = new Set(['id', 'object', 'version', 'created_at', 'created_by', 'updated_at', 'updated_by', 'deleted_at', 'owner_department', 'can']);

export function objectOf(state, name) {
  const object = state.objects.get(name);
  if (!object) throw new Problem('not_found');
  return object;
}

export function find(context, object, id, { deleted = false } = {}) {
  const record = context.state.records.get(object)?.get(id);
  if (!record || Boolean(record.deleted_at) !== deleted || !mayRead(context, record)) throw new Problem('not_found');
  return record;
}

/** Non-administrators see only their own records of owned objects. */
function mayRead(context, record) {
  return context.admin || !context.state.objects.get(record.object).owned || record.owner === context.userId || ['activity', 'campaign', 'product'].includes(record.object);
}

const pickFields = (record, fields) => (fields?.length ? Object.fromEntries(Object.entries(record).filter(([k]) => SYSTEM.has(k) || fields.includes(k))) : record);
const encode = (offset) => Buffer.from(`o${offset}`).toString('base64url');
const decode = (cursor) => (cursor ? Number(Buffer.from(cursor, 'base64url').toString().slice(1)) || 0 : 0);

/** The list: filter, words, sort, page and count. */
export function list(context, name, query) {
  const { state } = context;
  const object = objectOf(state, name);
  const env = { me: context.userId, now: state.now() };
  const words = (query.q ?? '').trim().toLowerCase();
  const found = [...state.records.get(name).values()].filter((r) => Boolean(r.deleted_at) === Boolean(query.deleted)
    && mayRead(context, r) && matches(query.filter, r, object, env)
    && (!words || object.search_fields.some((f) => String(r[f] ?? '').toLowerCase().includes(words))));
  if (query.group_by || query.measures) {
    const groups = group(found, object, query.group_by ?? [], query.measures ?? [{ fn: 'count' }], query.levels, query.grains);
    for (const g of groups) for (const key of Object.keys(g.key)) {
      const f = object.fields.find((x) => x.name === key);
      if (f?.target || ['user', 'department'].includes(f?.kind)) g.key[key] = refTo(state, f.target ?? f.kind, g.key[key]);
    }
    return { groups, truncated: false };
  }
  found.sort(comparer(query.sort?.length ? query.sort : ['-created_at'], object));
  const start = decode(query.cursor);
  const limit = Math.min(Math.max(Number(query.limit) || 50, 1), 200);
  const exact = query.total === 'exact' || found.length <= 1000;
  return {
    items: found.slice(start, start + limit).map((r) => pickFields(masked(context, object, show(state, r)), query.fields)),
    next_cursor: start + limit < found.length ? encode(start + limit) : null,
    total: query.total === 'none' ? null : { value: exact ? found.length : 1000, exact },
  };
}

/** The first records of each column, options in their order; of a tree the branches with records, one level at a time. */
export function board(context, name, { group, within = null, filter, limit = 20, ...query }) {
  const field = objectOf(context.state, name).fields.find((f) => f.name === group);
  const tree = ['region', 'cascade'].includes(field?.kind);
  if (field?.kind !== 'choice' && !tree) throw invalid({ field: 'group', code: 'view_field' });
  const column = (value) => {
    const own = value === null ? { field: group, op: 'empty' } : { field: group, op: tree && value !== within ? 'under' : 'eq', value };
    const { items, next_cursor } = list(context, name, { ...query, limit, filter: filter ? { and: [filter, own] } : own });
    return { value, items, next_cursor };
  };
  if (tree) {
    const level = within === null ? 1 : wayTo(within).length + 1;
    const under = within === null ? [] : [{ field: group, op: 'under', value: within }];
    const all = [...under, ...(filter ? [filter] : [])];
    const { groups } = list(context, name, { ...query, sort: undefined, filter: all.length ? { and: all } : undefined, group_by: [group], levels: { [group]: level } });
    const last = (value) => (value === null ? 2 : value === within ? 1 : 0);
    const values = groups.map((g) => g.key[group]).sort((a, b) => last(a) - last(b) || (String(a) < String(b) ? -1 : 1));
    return { group, columns: values.map(column) };
  }
  const columns = [...field.options.map((o) => o.name), ...(field.required ? [] : [null])].map(column);
  return { group, columns };
}

export function read(context, name, id) {
  const object = objectOf(context.state, name);
  const can = ['edit', 'delete', 'transfer', ...(hasMasks(context, name) ? ['reveal'] : [])];
  return { ...masked(context, object, show(context.state, find(context, name, id))), can };
}

/** Checks values against the fields; throws with every bad field named. */
function checked(context, object, values, { creating, id = null, old = {} }) {
  const { state } = context;
  const clean = {};
  const errors = [];
  for (const key of Object.keys(values)) {
    if (!SYSTEM.has(key) && !object.fields.some((f) => f.name === key)) errors.push({ field: key, code: 'unknown_field' });
  }
  for (const f of object.fields) {
    if (f.system && f.name !== 'owner') continue;
    let value = values[f.name];
    if (value === undefined) {
      if (!creating || f.kind === 'auto_number') continue;
      value = f.default?.me ? context.userId : f.default?.now ? new Date(state.now()).toISOString() : f.default;
    } else if (f.read_only) continue;
    const [stored, code] = checkValue(state, f.rules?.visible_when ? { ...f, required: false } : f, value);
    if (code) errors.push({ field: f.name, code });
    else if (f.unique && stored != null && [...state.records.get(object.name).values()].some((r) => r.id !== id && !r.deleted_at && r[f.name] === stored)) errors.push({ field: f.name, code: 'not_unique' });
    clean[f.name] = stored;
  }
  ruled(context, object, { ...old, ...clean }, old, errors);
  if (errors.length) throw invalid(...errors);
  return clean;
}

/** What the rules of the object say against a record. */
function ruled(context, object, next, old, errors) {
  const env = { me: context.userId, now: context.state.now() };
  const holds = (filter, record) => matches(filter, record, object, env);
  for (const f of object.fields) {
    const { visible_when: visible, required_when: required, read_only_when: locked } = f.rules ?? {};
    const wanted = (required && holds(required, next)) || (f.required && visible && holds(visible, next));
    if (wanted && next[f.name] == null) errors.push({ field: f.name, code: 'required' });
    if (locked && old.id && holds(locked, old) && JSON.stringify(next[f.name] ?? null) !== JSON.stringify(old[f.name] ?? null)) errors.push({ field: f.name, code: 'bad_state' });
  }
  for (const check of object.checks ?? []) if (check.active && !holds(check.holds, next)) for (const field of check.fields) errors.push({ field, code: 'check_failed', message: check.messages[context.english ? 'en' : 'zh-CN'] });
}

export function create(context, name, values, via = 'page') {
  const { state } = context;
  const object = objectOf(state, name);
  const clean = checked(context, object, values, { creating: true });
  const record = put(state, name, clean, state.now(), context.userId);
  note(state, record, 'created', context.userId, via, []);
  if (name === 'activity') followUp(context, record);
  publish(state, 'change', { object: name, id: record.id, kind: 'created', version: 1, by: context.userId });
  return show(state, record);
}

export function update(context, name, id, values, ifMatch, via = 'page') {
  const { state } = context;
  const object = objectOf(state, name);
  const record = find(context, name, id);
  if (ifMatch && Number(ifMatch) !== record.version) {
    const newer = (state.log.get(id) ?? []).filter((e) => e.version > Number(ifMatch)).flatMap((e) => e.changes.map((c) => c.field));
    const clashing = Object.keys(values).filter((f) => newer.includes(f));
    if (clashing.length) {
      const shown = show(state, record);
      throw new Problem('conflict', { errors: clashing.map((f) => ({ field: f, code: 'conflict', message: textOf('conflict', context.english), yours: values[f], theirs: shown[f] })) });
    }
  }
  const clean = checked(context, object, values, { creating: false, id, old: record });
  const before = show(state, record);
  const changed = Object.keys(clean).filter((f) => JSON.stringify(clean[f] ?? null) !== JSON.stringify(record[f] ?? null));
  if (changed.length) {
    Object.assign(record, clean, { version: record.version + 1, updated_at: new Date(state.now()).toISOString(), updated_by: context.userId });
    const after = show(state, record);
    note(state, record, 'changed', context.userId, via, changed.map((f) => ({ field: f, old: before[f], new: after[f] })));
    publish(state, 'change', { object: name, id, kind: 'updated', version: record.version, by: context.userId });
  }
  return show(state, record);
}

export function remove(context, name, id) {
  const record = find(context, name, id);
  record.deleted_at = new Date(context.state.now()).toISOString();
  note(context.state, record, 'deleted', context.userId, 'page', []);
  publish(context.state, 'change', { object: name, id, kind: 'deleted', version: record.version, by: context.userId });
}

export function restore(context, name, id) {
  const record = find(context, name, id, { deleted: true });
  delete record.deleted_at;
  note(context.state, record, 'restored', context.userId, 'page', []);
  publish(context.state, 'change', { object: name, id, kind: 'restored', version: record.version, by: context.userId });
  return show(context.state, record);
}

export function batch(context, name, { operations = [] }) {
  const results = operations.map((op, index) => {
    try {
      if (op.op === 'create') { const made = create(context, name, op.values); return { index, status: 201, id: made.id, version: 1 }; }
      if (op.op === 'update') { const made = update(context, name, op.id, op.values, op.version); return { index, status: 200, id: op.id, version: made.version }; }
      if (op.op === 'delete') { remove(context, name, op.id); return { index, status: 204, id: op.id }; }
      return { index, status: 200, id: op.id, version: restore(context, name, op.id).version };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return { index, status: error.status, error: error.body(context.english) };
    }
  });
  const ok = results.filter((r) => r.status < 300).length;
  return { results, ok, failed: results.length - ok };
}

function note(state, record, kind, by, via, changes) {
  if (!state.log.has(record.id)) state.log.set(record.id, []);
  state.log.get(record.id).push({ id: uuid(state.random, state.now()), at: new Date(state.now()).toISOString(), by, via, kind, version: record.version, changes });
}

function followUp(context, activity) {
  const target = activity.related && context.state.records.get(activity.related.object)?.get(activity.related.id);
  if (!target) return;
  target.last_follow_up_at = activity.created_at;
  target.next_follow_up_at = activity.next_follow_up_at ?? null;
  target.version += 1;
  publish(context.state, 'change', { object: target.object, id: target.id, kind: 'updated', version: target.version, by: context.userId });
}

function logEntries(context, name, record) {
  const object = objectOf(context.state, name);
  const first = { id: `${record.id}-0`, at: record.created_at, by: record.created_by, via: 'page', kind: 'created', version: 1, changes: [] };
  const entries = context.state.log.get(record.id) ?? [];
  const label = (f) => object.fields.find((x) => x.name === f)?.labels[context.english ? 'en' : 'zh-CN'] ?? f;
  return (entries.some((e) => e.kind === 'created') ? entries : [first, ...entries])
    .map((e) => ({ ...e, by: refTo(context.state, 'user', e.by), changes: e.changes.map((c) => ({ ...c, label: label(c.field) })) }));
}

export function history(context, name, id, field) {
  const items = logEntries(context, name, find(context, name, id)).reverse();
  if (!field) return { items, next_cursor: null };
  const told = items.map((item) => ({ ...item, changes: item.changes.filter((change) => change.field === field) }));
  return { items: told.filter((item) => item.kind === 'created' || item.changes.length > 0), next_cursor: null };
}

export function readAsOf(context, name, id, at) {
  const past = { ...read(context, name, id), can: [] };
  for (const entry of logEntries(context, name, find(context, name, id)).reverse()) {
    if (entry.at <= at) return { ...past, version: entry.version };
    for (const change of entry.changes) past[change.field] = change.old;
  }
  throw new Problem('not_found');
}

export function timeline(context, name, id, { limit, cursor, types }) {
  const { state } = context;
  const record = find(context, name, id);
  const activities = [...state.records.get('activity').values()].filter((a) => !a.deleted_at && a.related?.id === id)
    .map((a) => ({ id: a.id, at: a.created_at, type: 'activity', by: refTo(state, 'user', a.created_by), via: 'page', activity: show(state, a), comment: null, changes: [] }));
  const entries = logEntries(context, name, record).map(({ kind, version: _version, ...e }) => ({ ...e, type: kind, activity: null, comment: null }));
  const wanted = types?.split(',') ?? ['activity', 'comment', 'change'];
  const parts = { activity: activities, comment: talk.entries(context, id), change: entries };
  const items = wanted.flatMap((one) => parts[one] ?? []).sort((a, b) => (a.at < b.at ? 1 : -1));
  const start = decode(cursor);
  const size = Number(limit) || 30;
  return { items: items.slice(start, start + size), next_cursor: start + size < items.length ? encode(start + size) : null };
}
