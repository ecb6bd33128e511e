// Changes in bulk and exports. Both are done at once here and tell of it from the second look on.
import { Problem } from './problems.mjs';
import * as records from './records.mjs';
import { uuid } from './random.mjs';

const all = (state) => (state.tasks ??= new Map());
const at = (state) => new Date(state.now()).toISOString();

function find(context, id) {
  const task = all(context.state).get(id);
  if (!task) throw new Problem('not_found');
  return task;
}

const mine = (context, kind) => ({ items: [...all(context.state).values()].filter((t) => t.kind === kind && t.by === context.userId).reverse().map((t) => t.view) });

/** Every record that a request means, over all pages. */
function matching(context, object, { ids, filter, q, action, sort }) {
  if (ids) return ids;
  const found = [];
  let cursor = null;
  do {
    const page = records.list(context, object, { filter, q, sort, deleted: action === 'restore', limit: 200, cursor });
    found.push(...page.items.map((item) => item.id));
    cursor = page.next_cursor;
  } while (cursor);
  return found;
}

/** What the lists of a record hold once entries were taken out and others added. */
function lists(record, { add = {}, remove = {} }) {
  const laid = {};
  for (const name of new Set([...Object.keys(add), ...Object.keys(remove)])) {
    const kept = (record[name] ?? []).filter((one) => !(remove[name] ?? []).includes(one));
    laid[name] = [...new Set([...kept, ...(add[name] ?? [])])];
  }
  return laid;
}

export function bulk(context, object, given) {
  const { state } = context;
  const ids = matching(context, object, given);
  const before = new Map(ids.map((id) => [id, { ...state.records.get(object).get(id) }]));
  const op = { change: 'update', delete: 'delete', restore: 'restore' }[given.action];
  const { results } = records.batch(context, object, { operations: ids.map((id) => ({ op, id, values: { ...given.values, ...lists(before.get(id), given) } })) });
  const failed = results.filter((r) => r.error);
  const view = {
    id: uuid(state.random, state.now()), object, action: given.action, values: given.values ?? {}, add: given.add ?? {}, remove: given.remove ?? {}, state: 'running', rows_total: ids.length, rows_done: ids.length,
    changed: ids.length - failed.length, unchanged: 0, failed: failed.length, undone: null, error: null, can_undo: false, created_at: at(state), started_at: at(state), finished_at: null,
    faults: failed.map((r) => ({ id: ids[r.index], name: before.get(ids[r.index])?.name ?? '', code: r.error.code, message: r.error.errors?.[0]?.message ?? r.error.title })),
  };
  all(state).set(view.id, { kind: 'bulk', by: context.userId, view, before });
  return { ...view };
}

export const bulks = (context) => { for (const task of all(context.state).values()) settle(context, task); return mine(context, 'bulk'); };

function settle(context, task) {
  const { view } = task;
  if (task.kind === 'export' && view.state === 'running') Object.assign(view, { state: 'done', rows_done: view.rows_total });
  if (view.state === 'running') Object.assign(view, { state: 'done', can_undo: view.changed > 0, finished_at: at(context.state) });
  if (view.state === 'undoing') Object.assign(view, { state: 'undone', undone: { restored: task.before.size, kept: 0 } });
}

export function readBulk(context, id) {
  const task = find(context, id);
  settle(context, task);
  return task.view;
}

export function undo(context, id) {
  const { view, before } = find(context, id);
  for (const [record, old] of before) {
    if (view.action === 'delete') records.restore(context, view.object, record);
    else if (view.action === 'restore') records.remove(context, view.object, record);
    else records.update(context, view.object, record, Object.fromEntries(Object.keys(view.values).map((name) => [name, old[name] ?? null])));
  }
  return Object.assign(view, { state: 'undoing', can_undo: false });
}

export function startExport(context, given) {
  const { state } = context;
  const ids = matching(context, given.object, given);
  const view = {
    id: uuid(state.random, state.now()), object: given.object, state: 'running', format: given.format ?? 'xlsx', columns: given.columns ?? [], file_name: `${given.object}.${given.format === 'xlsx' ? 'xlsx' : 'csv'}`,
    rows_total: ids.length, rows_done: 0, bytes: ids.length * 60, kept_until: null, error: null, created_at: at(state), started_at: at(state), finished_at: null,
  };
  all(state).set(view.id, { kind: 'export', by: context.userId, view, ids });
  return { ...view };
}

export const exports = (context) => { for (const task of all(context.state).values()) settle(context, task); return mine(context, 'export'); };

export function readExport(context, id) {
  const task = find(context, id);
  settle(context, task);
  return task.view;
}

export function exportFile(context, id) {
  const { view, ids } = find(context, id);
  const rows = ids.map((one) => view.columns.map((name) => JSON.stringify(context.state.records.get(view.object).get(one)[name] ?? '')).join(','));
  return `\uFEFF${[view.columns.join(','), ...rows].join('\r\n')}\r\n`;
}
