// Comments, followers and notices.
import { Problem, invalid } from './problems.mjs';
import { find } from './records.mjs';
import { refTo } from './values.mjs';
import { publish } from './events.mjs';
import { uuid } from './random.mjs';

const kept = (state) => (state.talk ??= { comments: [], follows: new Map(), notices: [] });
const now = (state) => new Date(state.now()).toISOString();

const show = ({ state, userId, admin }, one) => ({
  id: one.id, at: one.at, by: refTo(state, 'user', one.author), body: one.body, edited_at: one.edited_at ?? null,
  mentions: one.mentions.map((id) => ({ user: refTo(state, 'user', id), name: refTo(state, 'user', id).name })),
  can: [...(one.author === userId ? ['edit'] : []), ...(one.author === userId || admin ? ['delete'] : [])],
});

export const entries = (context, id) =>
  kept(context.state).comments.filter((one) => one.record === id && !one.deleted)
    .map((one) => ({ id: one.id, at: one.at, type: 'comment', by: refTo(context.state, 'user', one.author), via: null, activity: null, comment: show(context, one), changes: [] }));

function checked({ state }, { body, mentions = [] }) {
  if (!body?.trim()) throw invalid({ field: 'body', code: 'required' });
  if (body.length > 10_000) throw invalid({ field: 'body', code: 'too_long' });
  for (const id of mentions) if (!refTo(state, 'user', id)) throw invalid({ field: 'mentions[0]', code: 'unknown_reference' });
  return { body: body.trim(), mentions };
}

const told = (context, object, id) => publish(context.state, 'change', { object, id, kind: 'updated', version: 1, by: context.userId });

export function write(context, object, id, given) {
  find(context, object, id);
  const one = { id: uuid(context.state.random, context.state.now()), object, record: id, author: context.userId, at: now(context.state), ...checked(context, given) };
  kept(context.state).comments.push(one);
  follow(context, id, true);
  for (const user of one.mentions) tell(context, user, { kind: 'mentioned', object, record: id, comment: one.id, text: one.body });
  told(context, object, id);
  return show(context, one);
}

function own({ state }, id) {
  const one = kept(state).comments.find((comment) => comment.id === id);
  if (!one) throw new Problem('not_found');
  return one;
}

export function change(context, id, given) {
  const one = own(context, id);
  Object.assign(one, checked(context, given), { edited_at: now(context.state) });
  return show(context, one);
}

export function mark(context, id, deleted) {
  const one = own(context, id);
  one.deleted = deleted;
  return show(context, one);
}

export const people = ({ state, userId }, q) => ({
  items: [...state.records.get('user').values()].filter((user) => user.id !== userId && user.name.includes(q)).slice(0, 20).map((user) => refTo(state, 'user', user.id)),
});

export function followers({ state, userId }, id) {
  const all = kept(state).follows.get(id) ?? [];
  return { items: all.map((user) => ({ user: refTo(state, 'user', user), since: now(state) })), following: all.includes(userId) };
}

export function follow(context, id, following) {
  const { follows } = kept(context.state);
  const others = (follows.get(id) ?? []).filter((user) => user !== context.userId);
  follows.set(id, following ? [...others, context.userId] : others);
  return followers(context, id);
}

/** Somebody is told of something. */
export function tell({ state, userId }, user, { kind, object, record, comment = null, text = null, announcement = null, count = 1, detail = {}, at = now(state) }) {
  const actor = refTo(state, 'user', userId);
  kept(state).notices.unshift({ user, notice: { id: uuid(state.random, state.now()), kind, at, read: false, actor, object, record: record ? refTo(state, object, record) : null, count, comment, text, announcement, detail } });
  publish(state, 'notice', {});
}

const mine = ({ state, userId }) => kept(state).notices.filter((one) => one.user === userId).map((one) => one.notice);

export const notices = (context, unread) => ({ items: mine(context).filter((one) => !unread || !one.read), next_cursor: null });
export const count = (context) => ({ unread: mine(context).filter((one) => !one.read).length, more: false });

export function readAll(context) {
  for (const one of mine(context)) one.read = true;
  return count(context);
}

export function readOne(context, id, { read }) {
  const one = mine(context).find((notice) => notice.id === id);
  if (!one) throw new Problem('not_found');
  one.read = read;
  return count(context);
}
