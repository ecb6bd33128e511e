// Import jobs: upload, guess, dry run, run with visible progress, stop, undo.
import { Problem, textOf } from './problems.mjs';
import { readTable, writeCsv } from './tables.mjs';
import { readCell, refTo } from './values.mjs';
import { publish } from './events.mjs';
import { objectOf } from './records.mjs';
import { put } from './seed.mjs';
import { uuid } from './random.mjs';

const HIDDEN = new Set(['rows', 'faults', 'undoLog', 'timer', 'met']);
const BUSY = ['checking', 'running', 'stopping', 'undoing'];

const show = (state, job) => ({ ...Object.fromEntries(Object.entries(job).filter(([k]) => !HIDDEN.has(k))), created_by: refTo(state, 'user', job.created_by) });

export function findImport(context, id) {
  const job = context.state.imports.get(id);
  if (!job) throw new Problem('not_found');
  return job;
}

export const listImports = (context) => ({ items: [...context.state.imports.values()].reverse().map((j) => show(context.state, j)) });
export const showImport = (context, id) => show(context.state, findImport(context, id));

/** Creates an import from the uploaded bytes; columns are guessed by label and name. */
export function upload(context, { name, bytes, options }) {
  const { state } = context;
  const object = objectOf(state, options.object ?? 'lead');
  let table;
  try {
    table = readTable(bytes);
  } catch {
    throw new Problem('bad_file');
  }
  const header = table.rows.findIndex((r) => r.some((c) => c.trim()));
  if (header < 0 || table.rows.length < header + 2) throw new Problem('bad_file');
  const rows = table.rows.slice(header + 1).map((cells, i) => ({ number: header + 2 + i, cells })).filter((r) => r.cells.some((c) => c.trim()));
  const used = new Set();
  const columns = table.rows[header].map((text, index) => {
    const guess = guessField(object, text, used);
    return { index, header: text, samples: rows.slice(0, 3).map((r) => r.cells[index] ?? ''), field: options.mapping && text in options.mapping ? options.mapping[text] : guess };
  });
  const at = new Date(state.now()).toISOString();
  const job = {
    id: uuid(state.random, state.now()), object: object.name, file_name: name, state: 'uploaded', mode: options.mode ?? 'insert', key: options.key ?? [], create_references: Boolean(options.create_references),
    columns, encoding: table.encoding, rows_total: rows.length, rows_done: 0, inserted: 0, updated: 0, skipped: 0, failed: 0, left_out: 0, undone: null,
    duplicates: options.duplicates ?? object.duplicates?.import ?? 'allow', overwrite: Boolean(options.overwrite), links: [], sheet: null, sheets: [], error: null,
    created_by: context.userId, created_at: at, started_at: null, finished_at: null, rows, faults: [], undoLog: [],
  };
  state.imports.set(job.id, job);
  return show(state, job);
}

/** The linked objects that columns fill, with what the caller chose for each. */
function linksOf(state, job, chosen = {}) {
  const main = objectOf(state, job.object);
  const names = [...new Set(job.columns.filter((c) => c.field?.includes('.')).map((c) => c.field.slice(0, c.field.lastIndexOf('.'))))];
  return names.map((link) => {
    const [child, by] = link.split(':');
    const object = by ? child : main.fields.find((f) => f.name === link).target;
    const before = job.links.find((l) => l.link === link);
    const { action = before?.action ?? (by ? 'insert' : 'find_or_create'), key = before?.key ?? [] } = chosen[link] ?? {};
    return { link, object, side: by ? 'child' : 'parent', action, key, inserted: 0, found: 0, updated: 0 };
  });
}

const squeeze = (s) => s.toLowerCase().replace(/[\s_*（）()：:-]/g, '');

function guessField(object, header, used) {
  const wanted = squeeze(header);
  const writable = object.fields.filter((f) => !f.read_only && !used.has(f.name));
  const found = writable.find((f) => [f.name, ...Object.values(f.labels)].some((l) => squeeze(l) === wanted))
    ?? writable.find((f) => Object.values(f.labels).some((l) => l.length > 1 && (wanted.includes(squeeze(l)) || (wanted.length > 1 && squeeze(l).includes(wanted)))));
  if (found) used.add(found.name);
  return found?.name ?? null;
}

/** Starts a dry run or the real run; progress follows on a timer. */
export function begin(context, id, options, dry) {
  const job = findImport(context, id);
  if (BUSY.includes(job.state) || ['done', 'undone'].includes(job.state)) throw new Problem('bad_state');
  if (options.mapping) for (const c of job.columns) if (c.header in options.mapping) c.field = options.mapping[c.header];
  Object.assign(job, {
    mode: options.mode ?? job.mode, key: options.key ?? job.key, create_references: options.create_references ?? job.create_references, state: dry ? 'checking' : 'running',
    duplicates: options.duplicates ?? job.duplicates, overwrite: options.overwrite ?? job.overwrite, links: linksOf(context.state, job, options.links), met: new Map(), left_out: 0,
    rows_done: 0, inserted: 0, updated: 0, skipped: 0, failed: 0, error: null, faults: [], undoLog: [], started_at: new Date(context.state.now()).toISOString(), finished_at: null,
  });
  const seen = new Set();
  const step = Math.max(1, Math.ceil(job.rows.length / context.state.importSteps));
  job.timer = setInterval(() => {
    const slice = job.rows.slice(job.rows_done, job.rows_done + step);
    for (const row of slice) oneRow(context, job, row, dry, seen);
    job.rows_done += slice.length;
    if (job.state === 'stopping' || job.rows_done >= job.rows.length) {
      clearInterval(job.timer);
      job.state = job.state === 'stopping' ? 'stopped' : dry ? 'checked' : 'done';
      job.finished_at = new Date(context.state.now()).toISOString();
    }
    publish(context.state, 'import', show(context.state, job));
  }, context.state.importTick);
  job.timer.unref?.();
  return show(context.state, job);
}

function oneRow(context, job, row, dry, seen) {
  const { state } = context;
  const object = state.objects.get(job.object);
  const values = {};
  const faults = [];
  const fault = (column, field, value, code) => faults.push({ row: row.number, column, field, value, code });
  const parts = new Map(job.links.map((l) => [l.link, {}]));
  for (const column of job.columns.filter((c) => c.field)) {
    const at = column.field.lastIndexOf('.');
    const link = at < 0 ? null : job.links.find((l) => l.link === column.field.slice(0, at));
    const f = (link ? state.objects.get(link.object) : object).fields.find((x) => x.name === column.field.slice(at + 1));
    const into = link ? parts.get(link.link) : values;
    const text = row.cells[column.index] ?? '';
    const [value, code] = readCell(state, f, text);
    if (code === 'unknown_reference' && job.create_references && f.kind === 'reference') {
      into[f.name] = dry ? null : put(state, f.target, { name: text.trim() }, state.now(), context.userId).id;
    } else if (code) fault(column.header, f.name, text, code);
    else if (value != null) into[f.name] = value;
  }
  const all = [...state.records.get(job.object).values()].filter((r) => !r.deleted_at);
  const match = job.mode === 'insert' ? null : all.find((r) => job.key.every((k) => values[k] != null && r[k] === values[k]));
  for (const f of object.fields.filter((x) => x.unique && values[x.name] != null)) {
    const column = job.columns.find((c) => c.field === f.name);
    const mark = `${f.name}:${values[f.name]}`;
    if (column && (seen.has(mark) || all.some((r) => r !== match && r[f.name] === values[f.name]))) fault(column.header, f.name, row.cells[column.index], 'not_unique');
    seen.add(mark);
  }
  const same = match ? null : all.find((r) => (object.duplicates?.keys ?? []).some((k) => values[k.field] != null && r[k.field] === values[k.field]));
  const alike = (code) => { const c = job.columns.find((x) => x.field === object.duplicates.keys[0].field); fault(c?.header ?? null, c?.field ?? null, c ? row.cells[c.index] : '', code); };
  if (same && job.duplicates === 'skip') { alike('import_skipped'); job.faults.push(...faults); job.left_out += 1; return; }
  if (same && job.duplicates === 'block') alike('import_duplicate');
  if (faults.length) { job.faults.push(...faults); job.failed += 1; return; }
  for (const link of job.links.filter((l) => l.side === 'parent')) {
    const id = linked(context, job, link, parts.get(link.link), dry, {});
    if (id) values[link.link] = id;
  }
  if (same && job.duplicates === 'update') {
    job.updated += 1;
    const sets = Object.fromEntries(Object.entries(values).filter(([name]) => job.overwrite || same[name] == null));
    if (!dry) { job.undoLog.push({ id: same.id, before: { ...same } }); Object.assign(same, sets, { version: same.version + 1 }); }
  } else if (match) {
    job.updated += 1;
    if (!dry) { job.undoLog.push({ id: match.id, before: { ...match } }); Object.assign(match, values, { version: match.version + 1 }); }
  } else if (job.mode === 'update') job.skipped += 1;
  else {
    job.inserted += 1;
    if (!dry) {
      const filled = Object.fromEntries(object.fields.filter((f) => f.default != null && !f.default.me && !f.default.now).map((f) => [f.name, f.default]));
      const made = put(state, job.object, { ...filled, ...values }, state.now(), context.userId).id;
      job.undoLog.push({ id: made, before: null });
      for (const link of job.links.filter((l) => l.side === 'child')) linked(context, job, link, parts.get(link.link), dry, { [link.link.split(':')[1]]: made, account: values.account });
    } else for (const link of job.links.filter((l) => l.side === 'child')) linked(context, job, link, parts.get(link.link), dry, {});
  }
}

/** The linked record of a row: found by its key (or its name), met in a row above, or new. */
function linked({ state, userId }, job, link, values, dry, joins) {
  if (Object.keys(values).length === 0) return null;
  const object = state.objects.get(link.object);
  const key = link.key.length ? link.key : [object.name_field];
  const print = `${link.link}:${key.map((k) => values[k]).join(':')}`;
  if (link.action !== 'insert' || link.side === 'parent') {
    if (job.met.has(print)) return job.met.get(print);
    const there = link.action === 'insert' ? null : [...state.records.get(link.object).values()].find((r) => !r.deleted_at && key.every((k) => values[k] != null && r[k] === values[k]));
    if (there) { link.found += 1; job.met.set(print, there.id); return there.id; }
  }
  link.inserted += 1;
  const id = dry ? 'to-come' : put(state, link.object, { ...values, ...joins }, state.now(), userId).id;
  job.met.set(print, id);
  if (!dry) job.undoLog.push({ id, before: null, object: link.object });
  return id;
}

export function stop(context, id) {
  const job = findImport(context, id);
  if (!['running', 'checking'].includes(job.state)) throw new Problem('bad_state');
  job.state = 'stopping';
  return show(context.state, job);
}

export function undo(context, id) {
  const job = findImport(context, id);
  if (!['done', 'stopped'].includes(job.state)) throw new Problem('bad_state');
  job.state = 'undoing';
  const timer = setTimeout(() => {
    const result = { removed: 0, restored: 0, kept: 0 };
    for (const { id: recordId, before, object = job.object } of job.undoLog) {
      const records = context.state.records.get(object);
      const record = records.get(recordId);
      if (!record || record.version > (before ? before.version + 1 : 1)) result.kept += 1;
      else if (before) { Object.assign(record, before); result.restored += 1; } else { records.delete(recordId); result.removed += 1; }
    }
    Object.assign(job, { state: 'undone', undone: result });
    publish(context.state, 'import', show(context.state, job));
  }, context.state.importTick * 2);
  timer.unref?.();
  return show(context.state, job);
}

export function dropImport(context, id) {
  const job = findImport(context, id);
  if (BUSY.includes(job.state)) throw new Problem('bad_state');
  context.state.imports.delete(id);
}

export function faults(context, id, { limit, cursor }) {
  const job = findImport(context, id);
  const start = Number(cursor) || 0;
  const size = Math.min(Number(limit) || 100, 200);
  return {
    items: job.faults.slice(start, start + size).map((f) => ({ ...f, message: textOf(f.code, context.english) })),
    next_cursor: start + size < job.faults.length ? String(start + size) : null, total: job.faults.length,
  };
}

export function faultsCsv(context, id) {
  const job = findImport(context, id);
  const reasons = new Map();
  for (const f of job.faults) reasons.set(f.row, [...(reasons.get(f.row) ?? []), `${f.column}: ${textOf(f.code, context.english)}`]);
  const head = [...job.columns.map((c) => c.header), context.english ? 'Reason' : '原因'];
  return writeCsv([head, ...job.rows.filter((r) => reasons.has(r.number)).map((r) => [...job.columns.map((c) => r.cells[c.index] ?? ''), reasons.get(r.number).join('; ')])]);
}
