// Webhooks, invented: a message arrives at once, unless its address says "fail".
import { invalid, needAdmin, Problem } from './problems.mjs';
import { refTo } from './values.mjs';
import { uuid } from './random.mjs';

const all = (state) => (state.webhooks ??= []);

function find(context, id) {
  needAdmin(context);
  const found = all(context.state).find((hook) => hook.id === id);
  if (!found) throw new Problem('not_found');
  return found;
}

const count = (hook, state) => hook.deliveries.filter((one) => one.state === state).length;

function show(context, { deliveries: _deliveries, ...hook }) {
  const whole = find(context, hook.id);
  return { ...hook, owner: refTo(context.state, 'user', hook.owner), waiting: count(whole, 'waiting'), failed: count(whole, 'failed') };
}

const secret = (context) => `whsec_${uuid(context.state.random, context.state.now()).replaceAll('-', '')}`;

function check(body, whole) {
  const errors = [];
  for (const field of ['name', 'url']) if (whole || field in body) if (!body[field]?.trim()) errors.push({ field, code: 'required' });
  if (body.url && !body.url.startsWith('https://')) errors.push({ field: 'url', code: 'webhook_plain' });
  if (errors.length) throw invalid(...errors);
}

export function list(context) {
  needAdmin(context);
  return { items: all(context.state).map((hook) => show(context, hook)), private: false };
}

export function create(context, body) {
  needAdmin(context);
  check(body, true);
  const { state } = context;
  const hook = {
    id: uuid(state.random, state.now()), state: 'active', reason: null, objects: [], kinds: [], owner: context.userId, failing_since: null, old_secret_until: null,
    created_at: new Date(state.now()).toISOString(), deliveries: [], ...body,
  };
  all(state).push(hook);
  return { ...show(context, hook), secret: secret(context) };
}

export function change(context, id, body) {
  const hook = find(context, id);
  check(body, false);
  Object.assign(hook, body);
  if (body.state === 'active') Object.assign(hook, { reason: null, failing_since: null });
  return show(context, hook);
}

export function remove(context, id) {
  find(context, id);
  context.state.webhooks = all(context.state).filter((hook) => hook.id !== id);
}

export const rotate = (context, id) => ({ ...show(context, find(context, id)), secret: secret(context) });

function settle(context, hook, delivery) {
  const at = new Date(context.state.now()).toISOString();
  const fails = hook.url.includes('fail');
  Object.assign(delivery, fails ? { state: 'failed', status: 503, response: 'Service down' } : { state: 'delivered', status: 204, response: '' });
  Object.assign(delivery, { attempts: delivery.attempts + 1, tried_at: at, took_ms: 42, error: null, next_at: null });
  return delivery;
}

/** Adds a message that is sent at once. */
export function tell(context, hook, type, object = null, record = null) {
  const { state } = context;
  const id = uuid(state.random, state.now());
  const delivery = { id, message_id: `msg_${id.replaceAll('-', '')}`, type, object, record, state: 'waiting', attempts: 0, next_at: null, created_at: new Date(state.now()).toISOString() };
  hook.deliveries.unshift(settle(context, hook, delivery));
  return delivery;
}

export function test(context, id) {
  const hook = find(context, id);
  if (hook.state !== 'active') throw new Problem('webhook_paused');
  return tell(context, hook, 'webhook.test');
}

export function deliveries(context, id, state) {
  const items = find(context, id).deliveries.filter((one) => !state || one.state === state);
  return { items, next_cursor: null };
}

export function replay(context, id, delivery) {
  const hook = find(context, id);
  const found = hook.deliveries.find((one) => one.id === delivery);
  if (!found) throw new Problem('not_found');
  return settle(context, hook, found);
}

export function replayFailed(context, id, { since }) {
  const hook = find(context, id);
  const failed = hook.deliveries.filter((one) => one.state === 'failed' && (!since || one.created_at >= since));
  for (const one of failed) settle(context, hook, one);
  return { replayed: failed.length };
}
