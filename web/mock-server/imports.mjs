// Import jobs: upload, guess, dry run, run with visible progress, stop, undo.
import { Problem, textOf } from './problems.mjs';
import { readTable, writeCsv } from './tables.mjs';
import { readCell, refTo } from './values.mjs';
import { publish } from './events.mjs';
import { objectOf } from './records.mjs';
import { put } from './seed.mjs';
import { uuid } from './random.mjs';

const HIDDEN = new Set(['rows', 'faults', 'undoLog', 'timer']);
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
    columns, encoding: table.encoding, rows_total: rows.length, rows_done: 0, inserted: 0, updated: 0, skipped: 0, failed: 0, undone: null, error: null,
    created_by: context.userId, created_at: at, started_at: null, finished_at: null, rows, faults: [], undoLog: [],
  };
  state.imports.set(job.id, job);
  return show(state, job);
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
  for (const column of job.columns.filter((c) => c.field)) {
    const f = object.fields.find((x) => x.name === column.field);
    const text = row.cells[column.index] ?? '';
    const [value, code] = readCell(state, f, text);
    if (code === 'unknown_reference' && job.create_references && f.kind === 'reference') {
      values[f.name] = dry ? null : put(state, f.target, { name: text.trim() }, state.now(), context.userId).id;
    } else if (code) fault(column.header, f.name, text, code);
    else values[f.name] = value;
  }
  const all = [...state.records.get(job.object).values()].filter((r) => !r.deleted_at);
  const match = job.mode === 'insert' ? null : all.find((r) => job.key.every((k) => values[k] != null && r[k] === values[k]));
  for (const f of object.fields.filter((x) => x.unique && values[x.name] != null)) {
    const column = job.columns.find((c) => c.field === f.name);
    const mark = `${f.name}:${values[f.name]}`;
    if (column && (seen.has(mark) || all.some((r) => r !== match && r[f.name] === values[f.name]))) fault(column.header, f.name, row.cells[column.index], 'not_unique');
    seen.add(mark);
  }
  if (faults.length) { job.faults.push(...faults); job.failed += 1; return; }
  if (match) {
    job.updated += 1;
    if (!dry) { job.undoLog.push({ id: match.id, before: { ...match } }); Object.assign(match, values, { version: match.version + 1 }); }
  } else if (job.mode === 'update') job.skipped += 1;
  else {
    job.inserted += 1;
    if (!dry) {
      const filled = Object.fromEntries(object.fields.filter((f) => f.default != null && !f.default.me && !f.default.now).map((f) => [f.name, f.default]));
      job.undoLog.push({ id: put(state, job.object, { ...filled, ...values }, state.now(), context.userId).id, before: null });
    }
  }
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
    const records = context.state.records.get(job.object);
    const result = { removed: 0, restored: 0, kept: 0 };
    for (const { id: recordId, before } of job.undoLog) {
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
