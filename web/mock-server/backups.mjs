// Backups, invented: one takes two seconds.
import { invalid, needAdmin } from './problems.mjs';
import { refTo } from './values.mjs';
import { uuid } from './random.mjs';

const WRITING_MS = 900;
const ROWS = 18420;

function stateOf(state) {
  state.backups ??= { settings: { scheduled: false, hour: 2, folder: null, keep: 14, encrypted: true, files: true }, items: [] };
  return state.backups;
}

function show(context, item) {
  const age = Date.now() - item.asked;
  const busy = { finished_at: null, file: null, bytes: null, tables: 0, sealed: '', digest: null, files: 0, files_lost: 0, audit_entries: 0, audit_broken_at: null, error: null };
  const base = { id: item.id, kind: item.kind, by: refTo(context.state, 'user', item.by), started_at: new Date(item.at).toISOString() };
  if (age < WRITING_MS) return { ...base, ...busy, state: 'writing', rows_done: Math.floor((ROWS * age) / WRITING_MS), rows_total: ROWS };
  if (age < 2 * WRITING_MS) return { ...base, ...busy, state: 'verifying', rows_done: Math.floor((ROWS * (age - WRITING_MS)) / WRITING_MS), rows_total: ROWS };
  const ended = { ...base, finished_at: new Date(item.at + 2000).toISOString(), rows_done: ROWS, rows_total: ROWS };
  if (item.error) return { ...ended, ...busy, finished_at: ended.finished_at, state: 'failed', error: item.error };
  return { ...ended, ...busy, finished_at: ended.finished_at, state: 'done', file: `/srv/shuke/backups/shuke-${item.id.slice(-6)}.backup`, bytes: 1_734_221, tables: 32, sealed: stateOf(context.state).settings.encrypted ? 'key' : 'none', digest: item.id.replaceAll('-', '').repeat(2), files: 12, files_lost: 0, audit_entries: 5120 };
}

export function list(context) {
  needAdmin(context);
  const { settings, items } = stateOf(context.state);
  const shown = items.map((item) => show(context, item));
  const last = shown.find((item) => item.finished_at);
  const alarm = last?.state === 'failed' ? 'failed' : !last && !settings.scheduled ? 'never' : null;
  const next = settings.scheduled ? new Date(context.state.now() + 3_600_000 * 9).toISOString() : null;
  return { ...settings, zone: 'Asia/Shanghai', folder_in_use: settings.folder ?? '/srv/shuke/backups', key_file: '/srv/shuke/backup.key', key_made: items.length > 0, alarm, next_at: next, items: shown };
}

export function start(context) {
  needAdmin(context);
  const all = stateOf(context.state);
  if (!list(context).items.some((item) => !item.finished_at)) {
    all.items.unshift({ id: uuid(context.state.random, context.state.now()), kind: 'manual', by: context.userId, at: context.state.now(), asked: Date.now(), error: context.state.backupError ?? null });
  }
  return list(context);
}

export function change(context, body) {
  needAdmin(context);
  if (body.folder && !body.folder.startsWith('/')) throw invalid({ field: 'folder', code: 'invalid_path' });
  Object.assign(stateOf(context.state).settings, body);
  return list(context);
}
