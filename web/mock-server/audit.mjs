// The audit log and the check of its chain, over invented entries.
import { needAdmin } from './problems.mjs';
import { refTo } from './values.mjs';
import { uuid } from './random.mjs';

const KINDS = ['record.changed', 'record.created', 'sign_in.succeeded', 'record.changed', 'sign_in.failed', 'field.created', 'record.deleted', 'import.running'];
const CHECK_MS = 1500;

function entries(state) {
  state.audit ??= Array.from({ length: 180 }, (_, n) => {
    const leads = [...state.records.get('lead').values()];
    const people = [...state.records.get('user').values()];
    const action = KINDS[n % KINDS.length];
    const record = leads[n % leads.length];
    return {
      seq: n + 1, at: new Date(state.now() - (180 - n) * 1_900_000).toISOString(), actor: action === 'sign_in.failed' ? null : people[n % people.length].id, action,
      object: action.startsWith('record.') ? 'lead' : action.startsWith('sign_in.') ? 'user' : null, record_id: action.startsWith('record.') ? record.id : null,
      record_name: null, detail: action.startsWith('record.') ? { fields: ['status'] } : { agent: 'Firefox' }, hash: uuid(state.random, state.now()).replaceAll('-', '').repeat(2),
    };
  });
  return state.audit;
}

export function list(context, params) {
  needAdmin(context);
  const [actor, object, action, record] = ['actor', 'object', 'action', 'record'].map((name) => params.get(name));
  const before = Number(params.get('cursor') ?? Infinity);
  const limit = Number(params.get('limit') ?? 50);
  const day = (at) => at.slice(0, 10);
  const found = entries(context.state).filter((e) => e.seq < before && (!actor || e.actor === actor) && (!object || e.object === object) && (!record || e.record_id === record)
    && (!action || (action.endsWith('.') ? e.action.startsWith(action) : e.action === action)) && (!params.get('from') || day(e.at) >= params.get('from')) && (!params.get('to') || day(e.at) <= params.get('to'))).reverse();
  const items = found.slice(0, limit);
  return { items: items.map((e) => ({ ...e, actor: refTo(context.state, 'user', e.actor) })), next_cursor: found.length > limit ? String(items.at(-1).seq) : null };
}

export function verification(context) {
  needAdmin(context);
  const total = entries(context.state).length;
  const none = { state: 'none', by: null, started_at: null, finished_at: null, entries: 0, total: 0, head_seq: null, head_hash: null, broken_at: null, missing: false };
  const check = context.state.auditCheck;
  if (!check) return none;
  const base = { ...none, by: refTo(context.state, 'user', check.by), started_at: new Date(check.at).toISOString(), total };
  const share = Math.min(1, (Date.now() - check.at) / CHECK_MS);
  if (share < 1) return { ...base, state: 'running', entries: Math.floor(total * share) };
  const broken = context.state.auditBroken ?? null;
  const last = entries(context.state)[(broken ?? total + 1) - 2];
  return { ...base, state: broken ? 'broken' : 'intact', entries: broken ?? total, finished_at: new Date(context.state.now()).toISOString(), head_seq: last.seq, head_hash: last.hash, broken_at: broken };
}

export function verify(context) {
  needAdmin(context);
  context.state.auditCheck = { at: Date.now(), by: context.userId };
  return verification(context);
}
