// Sign-in, the caller's own settings, users, roles and tokens.
import { invalid, needAdmin, Problem } from './problems.mjs';
import { put } from './seed.mjs';
import { refTo } from './values.mjs';
import { uuid } from './random.mjs';
import { secondStep } from './trust.mjs';

const ATTEMPTS = 5;
const users = (state) => state.records.get('user');
const roleRefs = (state, ids) => (ids ?? []).map((id) => state.records.get('role').get(id)).filter(Boolean).map((r) => ({ id: r.id, name: r.name }));

export function me(context) {
  const { state } = context;
  const user = users(state).get(context.userId);
  return {
    id: user.id, login: user.login, name: user.name, email: user.email, locale: user.locale ?? 'zh-CN', zone: user.zone ?? 'Asia/Shanghai', theme: user.theme ?? 'auto',
    department: refTo(state, 'department', user.department), roles: roleRefs(state, user.roles), admin: context.admin, view_as: context.admin && !context.viewing, viewing: context.viewing ?? null, must: user.must_change_password ? 'change_password' : null, company: { ...state.company, look: lookOf(context) }, arrangement: arrangementOf(context, roleRefs(state, user.roles)),
  };
}

const LOOKS = 30 * 60_000;

const ends = (method, path) => method === 'DELETE' && /\/session(\/view-as)?$/.test(path);

/** What whoever looks as somebody else may still call. */
export const onlyLooks = (method, path) =>
  (method === 'GET' && !/^\/api\/v1\/(me\/|tokens$)|\/exports\/[^/]+\/file$/.test(path)) ||
  (method === 'POST' && /\/records\/[^/]+\/(query|board)$/.test(path)) ||
  ends(method, path);

/** Whether a page believes to look as somebody although that is over. */
export const lookIsOver = (request, path, viewing) => {
  const believed = request.headers.get('x-viewing-as');
  const free = (request.method === 'GET' && path.endsWith('/me')) || ends(request.method, path);
  return believed !== null && believed !== viewing?.user && !free;
};

export function viewAs(context, session, { user }, contextFor) {
  const { state } = context;
  if (!context.admin) throw new Problem('forbidden');
  if (!users(state).has(user) || user === context.userId) throw invalid({ field: 'user', code: 'unknown_reference' });
  const viewing = { user, by: refTo(state, 'user', context.userId), until: new Date(state.now() + LOOKS).toISOString() };
  state.viewings.set(session, viewing);
  return me({ ...contextFor(state, user, context.english), viewing });
}

export function signIn(state, { login, password, code }) {
  const failures = state.failures.get(login) ?? 0;
  if (failures >= ATTEMPTS) throw new Problem('locked_out', { headers: { 'retry-after': '900' } });
  const user = [...users(state).values()].find((u) => u.login === login && u.active);
  if (!user || state.passwords.get(user.id) !== password) {
    state.failures.set(login, failures + 1);
    throw failures + 1 >= ATTEMPTS ? new Problem('locked_out', { headers: { 'retry-after': '900' } }) : new Problem('bad_credentials');
  }
  secondStep(user, code);
  state.failures.delete(login);
  user.last_sign_in_at = new Date(state.now()).toISOString();
  const session = uuid(state.random, state.now());
  state.sessions.set(session, user.id);
  return { session, userId: user.id };
}

export function changeMe(context, body) {
  const user = users(context.state).get(context.userId);
  if (body.password) {
    if (context.state.passwords.get(user.id) !== body.password.old) throw invalid({ field: 'password.old', code: 'wrong_password' });
    if ((body.password.new ?? '').length < 8) throw invalid({ field: 'password.new', code: 'weak_password' });
    context.state.passwords.set(user.id, body.password.new);
    user.must_change_password = false;
  }
  for (const key of ['locale', 'zone', 'theme', 'name']) if (body[key] != null) user[key] = body[key];
  return me(context);
}

const showUser = (state, u) => ({
  id: u.id, login: u.login, name: u.name, email: u.email ?? null, mobile: u.mobile ?? null, active: u.active, department: refTo(state, 'department', u.department), post: u.post ?? null, superior: refTo(state, 'user', u.superior),
  roles: roleRefs(state, u.roles), last_sign_in_at: u.last_sign_in_at ?? null, locked: Boolean(u.locked), second_factor: Boolean(u.factor), must_change_password: Boolean(u.must_change_password),
});

export const listUsers = (context) => ({ items: [...users(context.state).values()].map((u) => showUser(context.state, u)) });

export function createUser(context, body) {
  needAdmin(context);
  const errors = [];
  if (!body.login?.trim()) errors.push({ field: 'login', code: 'required' });
  else if ([...users(context.state).values()].some((u) => u.login === body.login)) errors.push({ field: 'login', code: 'login_taken' });
  if (!body.name?.trim()) errors.push({ field: 'name', code: 'required' });
  if ((body.password ?? '').length < 8) errors.push({ field: 'password', code: 'weak_password' });
  if (errors.length) throw invalid(...errors);
  const { password, ...values } = body;
  const user = put(context.state, 'user', { active: true, locked: false, email: null, mobile: null, department: null, superior: null, roles: [], last_sign_in_at: null, ...values });
  context.state.passwords.set(user.id, password);
  return showUser(context.state, user);
}

export function changeUser(context, id, body) {
  needAdmin(context);
  const user = users(context.state).get(id);
  if (!user) throw new Problem('not_found');
  if (body.password != null && body.password.length < 8) throw invalid({ field: 'password', code: 'weak_password' });
  if (body.login && [...users(context.state).values()].some((u) => u.id !== id && u.login === body.login)) throw invalid({ field: 'login', code: 'login_taken' });
  const { password, ...values } = body;
  if (password) context.state.passwords.set(id, password);
  Object.assign(user, values);
  return showUser(context.state, user);
}

const showRole = (r) => ({ id: r.id, name: r.name, labels: r.labels, admin: Boolean(r.admin), view_as: Boolean(r.view_as), system: Boolean(r.system), grants: r.grants ?? {}, fields: r.fields ?? {} });
export const listRoles = (context) => ({ items: [...context.state.records.get('role').values()].filter((r) => !r.deleted_at).map(showRole) });

export function createRole(context, body) {
  needAdmin(context);
  if (!body.name?.trim()) throw invalid({ field: 'name', code: 'required' });
  return showRole(put(context.state, 'role', { admin: false, system: false, grants: {}, fields: {}, ...body }));
}

export function changeRole(context, id, body) {
  needAdmin(context);
  const role = context.state.records.get('role').get(id);
  if (!role) throw new Problem('not_found');
  if (role.system && body.admin === false) throw new Problem('forbidden');
  for (const key of ['name', 'labels', 'grants', 'fields']) if (key in body) role[key] = body[key];
  return showRole(role);
}

export const listTokens = (context) => ({ items: context.state.tokens.filter((t) => t.user === context.userId).map(({ user: _user, ...t }) => t) });

export function createToken(context, body) {
  if (!body.name?.trim()) throw invalid({ field: 'name', code: 'required' });
  const { state } = context;
  const token = { id: uuid(state.random, state.now()), name: body.name, created_at: new Date(state.now()).toISOString(), last_used_at: null, expires_at: body.expires_at ?? null, scopes: body.scopes ?? ['all'] };
  state.tokens.push({ ...token, user: context.userId });
  return { ...token, token: `shk_${uuid(state.random, state.now()).replaceAll('-', '')}` };
}

export function dropToken(context, id) {
  context.state.tokens = context.state.tokens.filter((t) => t.id !== id);
}

const HOLIDAYS = [
  { day: '2026-01-01', works: false, name: '元旦' },
  { day: '2026-01-04', works: true, name: '元旦' },
];

export const calendar = (c) => ({ week: [1, 2, 3, 4, 5], days: [], ...c.state.calendar, known: [{ year: 2026, days: HOLIDAYS }] });

export function changeCalendar(c, given) {
  c.state.calendar = { ...c.state.calendar, ...given };
  return calendar(c);
}

export const companySettings = (c) => ({ name: c.state.company.name, named: true, export_watermark: false, bin_days: null, duplicates_told: true, push_contact: null, ...c.state.settings });

export function changeCompany(c, given) {
  if (given.push_contact && !/@|^https:/.test(given.push_contact)) throw invalid({ field: 'push_contact', code: 'invalid_push_contact' });
  c.state.settings = { ...c.state.settings, ...given };
  return companySettings(c);
}

/** The company has its sample until it is taken away. */
export const sample = (c) => {
  if (c.state.settings?.sample === false) return { present: false, records: [], people: [] };
  const people = [...c.state.records.get('user').values()].slice(1, 3).map((user) => refTo(c.state, 'user', user.id));
  return { present: true, records: [{ object: 'lead', plural: '线索', count: 30 }, { object: 'account', plural: '客户', count: 8 }], people };
};

export function removeSample(c) {
  c.state.settings = { ...c.state.settings, sample: false };
  return { items: [] };
}

const USUAL_LOOK = { product: null, color: null, logo: null };

export const lookOf = (c) => c.state.look ?? USUAL_LOOK;

export function changeLook(c, given) {
  if (given.color && !/^#[0-9a-f]{6}$/i.test(given.color)) throw invalid({ field: 'color', code: 'invalid_color' });
  const logo = given.logo ? { logo: `v${given.logo.length}` } : {};
  c.state.look = { ...lookOf(c), ...given, ...logo };
  return lookOf(c);
}

const USUAL = { navigation: null, workbench: null };

const NOTHING = { everyone: USUAL, roles: [] };

export const arrangements = (c) => c.state.arrangements ?? NOTHING;

export function changeArrangement(c, { role = null, ...change }) {
  const { everyone, roles } = arrangements(c);
  const others = roles.filter((one) => one.role.id !== role);
  const named = role && listRoles(c).items.find((one) => one.id === role);
  const now = { ...USUAL, ...roles.find((one) => one.role.id === role), ...change };
  const own = now.navigation || now.workbench ? [{ ...now, role: { id: role, name: named?.name } }] : [];
  c.state.arrangements = role ? { everyone, roles: [...others, ...own] } : { everyone: { ...everyone, ...change }, roles };
  return arrangements(c);
}

/** Part by part whatever the first role with something of its own says, else everyone's. */
export function arrangementOf(c, roles) {
  const { everyone, roles: all } = arrangements(c);
  const said = [...all.filter((one) => roles.some(({ id }) => id === one.role.id)), everyone];
  const first = (part) => said.find((one) => one[part])?.[part] ?? null;
  return { navigation: first('navigation'), workbench: first('workbench') };
}
