// Who has a record open: in memory, as on the server.
import { find, read } from './records.mjs';
import { refTo } from './values.mjs';

const KEPT_MS = 30_000;

const here = (state, id) => {
  const all = (state.presence ??= new Map()).get(id) ?? [];
  return all.filter((one) => one.until > state.now());
};

export function arrive(context, object, id, { tab, field = null }) {
  const { state } = context;
  const others = here(state, id).filter((one) => one.tab !== tab || one.user !== context.userId);
  const { version, can } = read(context, object, id);
  state.presence.set(id, [...others, { tab, field, user: context.userId, until: state.now() + KEPT_MS }]);
  const people = others.filter((one) => one.user !== context.userId);
  return { version, can, people: people.map((one) => ({ user: refTo(state, 'user', one.user), field: one.field })) };
}

export function leave(context, object, id, tab) {
  find(context, object, id);
  context.state.presence?.set(id, here(context.state, id).filter((one) => one.tab !== tab || one.user !== context.userId));
}
