// Announcements: written by administrators, shown to their audience while they last, read and counted.
import { invalid, needAdmin, Problem } from './problems.mjs';
import { uuid } from './random.mjs';
import { tell } from './talk.mjs';
import { refTo } from './values.mjs';

const all = (state) => (state.announcements ??= new Map());
const iso = (state) => new Date(state.now()).toISOString();
const people = (state) => [...state.records.get('user').values()].filter((user) => user.active !== false && !user.deleted_at);

function reaches(state, { audience }, user) {
  if (!audience) return true;
  const departments = [];
  for (let at = user.department; at; at = state.records.get('department').get(at)?.parent) departments.push(at);
  return Boolean(audience.users?.includes(user.id) || audience.roles?.some((id) => user.roles?.includes(id)) || audience.departments?.some((id) => departments.includes(id)));
}

const audienceOf = (state, one) => people(state).filter((user) => reaches(state, one, user));

function stateOf(state, one) {
  if (one.ends_at && one.ends_at <= iso(state)) return 'over';
  return one.starts_at > iso(state) ? 'planned' : 'current';
}

const show = ({ state, userId }, one) => ({
  id: one.id, title: one.title, body: one.body, pinned: one.pinned, starts_at: one.starts_at, ends_at: one.ends_at,
  by: refTo(state, 'user', one.by), updated_at: one.updated_at, read_at: one.read.get(userId) ?? null,
});

function manage(context, one) {
  const { state } = context;
  const names = (object, ids = []) => ids.map((id) => refTo(state, object, id));
  const to = one.audience && { users: names('user', one.audience.users), departments: names('department', one.audience.departments), roles: names('role', one.audience.roles) };
  const whom = audienceOf(state, one);
  return { ...show(context, one), audience: to ?? null, state: stateOf(state, one), people: whom.length, read: whom.filter((user) => one.read.has(user.id)).length };
}

const current = (context) =>
  [...all(context.state).values()].filter((one) => {
    const user = context.state.records.get('user').get(context.userId);
    return !one.withdrawn && stateOf(context.state, one) === 'current' && reaches(context.state, one, user);
  });

export const own = (context) => ({
  items: current(context).sort((a, b) => b.pinned - a.pinned || b.starts_at.localeCompare(a.starts_at)).map((one) => show(context, one)),
});

export function read(context, id) {
  const one = current(context).find((it) => it.id === id);
  if (!one) throw new Problem('not_found');
  if (!one.read.has(context.userId)) one.read.set(context.userId, iso(context.state));
  for (const { user, notice } of context.state.talk?.notices ?? []) if (user === context.userId && notice.announcement?.id === id) notice.read = true;
}

function found(context, id, withdrawn = false) {
  needAdmin(context);
  const one = all(context.state).get(id);
  if (!one || one.withdrawn !== withdrawn) throw new Problem('not_found');
  return one;
}

export function list(context) {
  needAdmin(context);
  const kept = [...all(context.state).values()].filter((one) => !one.withdrawn).reverse();
  return { items: kept.map((one) => manage(context, one)), next_cursor: null };
}

function put(context, one, given) {
  const { state } = context;
  const next = { ...one, ...given, starts_at: (given.starts_at === undefined ? one.starts_at : given.starts_at) ?? iso(state), updated_at: iso(state) };
  const missing = ['title', 'body'].filter((name) => !next[name]?.trim());
  if (missing.length) throw invalid(...missing.map((field) => ({ field, code: 'required' })));
  if (next.ends_at && next.ends_at <= next.starts_at) throw invalid({ field: 'ends_at', code: 'ends_before_start' });
  all(state).set(next.id, next);
  if (stateOf(state, next) === 'current') {
    for (const user of audienceOf(state, next)) {
      if (user.id === next.by || next.told.has(user.id)) continue;
      next.told.add(user.id);
      tell({ state, userId: next.by }, user.id, { kind: 'announced', object: null, text: next.body, announcement: { id: next.id, title: next.title } });
    }
  }
  return manage(context, next);
}

export function create(context, given) {
  needAdmin(context);
  const { state, userId } = context;
  const blank = { id: uuid(state.random, state.now()), by: userId, pinned: false, audience: null, ends_at: null, read: new Map([[userId, iso(state)]]), told: new Set(), withdrawn: false };
  return put(context, blank, given);
}

export const change = (context, id, given) => put(context, found(context, id), given);

export function withdraw(context, id, withdrawn) {
  found(context, id, !withdrawn).withdrawn = withdrawn;
}

export function readers(context, id) {
  const one = found(context, id);
  const whom = audienceOf(context.state, one);
  const ref = (user) => refTo(context.state, 'user', user.id);
  return {
    read: whom.filter((user) => one.read.has(user.id)).map((user) => ({ user: ref(user), read_at: one.read.get(user.id) })),
    unread: whom.filter((user) => !one.read.has(user.id)).map(ref),
  };
}
