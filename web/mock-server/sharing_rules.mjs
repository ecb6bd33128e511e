// Sharing rules: kept and shown; the mock's lists don't obey them.
import { invalid, needAdmin, Problem } from './problems.mjs';
import { uuid } from './random.mjs';
import { refTo } from './values.mjs';

const rules = (state) => (state.sharingRules ??= new Map());

const party = (state, given) => ({
  users: (given.users ?? []).map((id) => refTo(state, 'user', id)),
  departments: (given.departments ?? []).map((id) => refTo(state, 'department', id)),
  roles: (given.roles ?? []).map((id) => refTo(state, 'role', id)),
});

const show = (state, rule) => ({ ...rule, condition: rule.condition ?? null, from: party(state, rule.from ?? {}), to: party(state, rule.to) });

export function list(context) {
  needAdmin(context);
  return { items: [...rules(context.state).values()].map((rule) => show(context.state, rule)) };
}

function put(context, rule) {
  needAdmin(context);
  const nobody = (given) => !['users', 'departments', 'roles'].some((key) => given?.[key]?.length);
  if (rule.condition && JSON.stringify(rule.condition).includes('"op":"ne"')) throw invalid({ field: 'condition', code: 'invalid_filter' });
  const missing = [!rule.name?.trim() && 'name', !rule.condition && nobody(rule.from) && 'from', nobody(rule.to) && 'to'].filter(Boolean);
  if (missing.length) throw invalid(...missing.map((field) => ({ field, code: 'required' })));
  const whole = { level: 'read', active: true, ...rule, updated_at: new Date(context.state.now()).toISOString() };
  rules(context.state).set(whole.id, whole);
  return show(context.state, whole);
}

export const create = (context, body) => put(context, { ...body, id: uuid(context.state.random, context.state.now()) });

export function change(context, id, body) {
  const before = rules(context.state).get(id);
  if (!before) throw new Problem('not_found');
  const which = body.condition ? { from: undefined } : body.from ? { condition: null } : {};
  return put(context, { ...before, ...which, ...body });
}

export function drop(context, id) {
  needAdmin(context);
  if (!rules(context.state).delete(id)) throw new Problem('not_found');
}
