// Saved views: own and shared ones, their order, and which opens first.
import { Problem, invalid } from './problems.mjs';
import { refTo } from './values.mjs';
import { objectOf } from './records.mjs';
import { uuid } from './random.mjs';

const all = (state) => (state.views ??= new Map());
const choices = (state) => (state.viewChoices ??= new Map());

const show = (context, view) => ({
  ...view,
  roles: view.roles.map((id) => refTo(context.state, 'role', id)),
  departments: view.departments.map((id) => refTo(context.state, 'department', id)),
  owner: refTo(context.state, 'user', view.owner),
  can_change: view.owner === context.userId || context.admin,
  problem: null,
});

export function list(context, object) {
  objectOf(context.state, object);
  const seen = [...all(context.state).values()].filter((v) => v.object === object && !v.deleted && (v.owner === context.userId || v.audience !== 'private'));
  const own = choices(context.state).get(`${context.userId}/${object}`) ?? {};
  const company = choices(context.state).get(`/${object}`) ?? {};
  const order = own.order ?? company.order ?? [];
  const place = (v) => (order.includes(v.id) ? order.indexOf(v.id) : order.length);
  return { items: seen.sort((a, b) => place(a) - place(b)).map((v) => show(context, v)), order, default: own.default ?? company.default ?? null, default_for_all: company.default ?? null };
}

/** The views that use a field, or ask for one of its options; other people's own ones are only counted. */
export function showingViews(context, object, field, option) {
  const asks = (view) => {
    const filter = JSON.stringify(view.filter ?? null);
    return filter.includes(`"${field}"`) && (!option || filter.includes(`"${option}"`));
  };
  const placesOf = (view) => [
    ...(!option && view.columns.includes(field) ? ['column'] : []),
    ...(asks(view) ? ['filter'] : []),
    ...(!option && view.sort.some((key) => key.replace(/^-/, '') === field) ? ['sort'] : []),
    ...(!option && view.group === field ? ['group'] : []),
  ];
  const label = context.state.objects.get(object)?.labels['zh-CN'];
  const using = [...all(context.state).values()].filter((view) => view.object === object && !view.deleted && placesOf(view).length);
  const closed = (view) => view.audience === 'private' && view.owner !== context.userId;
  const told = (view) => ({ id: view.id, name: view.name, kind: view.kind, object, object_label: label, owner: refTo(context.state, 'user', view.owner)?.name ?? null, audience: view.audience, places: placesOf(view), breaks: asks(view) || (view.kind === 'board' && view.group === field) });
  return { views: using.filter((view) => !closed(view)).map(told), private_views: { value: using.filter(closed).length, exact: true } };
}

const find = (context, object, id) => {
  const view = all(context.state).get(id);
  if (!view || view.object !== object) throw new Problem('not_found');
  return view;
};

export function create(context, object, given) {
  if (!given.name) throw invalid({ field: 'name', code: 'required' });
  const { state } = context;
  const view = {
    id: uuid(state.random, state.now()), object, kind: 'list', group: null, grain: null, sum: null, card: [], date: null, end: null, columns: [], widths: {}, pinned: [], filter: null, sort: [], density: null, audience: 'private', roles: [], departments: [], ...given,
    owner: context.userId, updated_at: new Date(state.now()).toISOString(),
  };
  all(state).set(view.id, view);
  return show(context, view);
}

export function change(context, object, id, given) {
  return show(context, Object.assign(find(context, object, id), given));
}

export function mark(context, object, id, deleted) {
  const view = find(context, object, id);
  view.deleted = deleted;
  return show(context, view);
}

export function arrange(context, object, { order, default: first, for_all: forAll }) {
  const key = `${forAll ? '' : context.userId}/${object}`;
  const known = choices(context.state).get(key) ?? {};
  choices(context.state).set(key, { ...known, ...(order && { order }), ...(first !== undefined && { default: first }) });
  return list(context, object);
}
