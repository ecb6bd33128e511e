// Browsers that are signed in, second factors and rules, invented. The one-time password is always 123456.
import { invalid, needAdmin, Problem } from './problems.mjs';
import { uuid } from './random.mjs';

const CODE = '123456';
const OWN = '203.0.113.24';
const AGENTS = [
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36', '203.0.113.24', true],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1', '198.51.100.7', false],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', null, false],
];

const userOf = (context) => context.state.records.get('user').get(context.userId);

export function sessions(context) {
  const { state } = context;
  state.browsers ??= AGENTS.map(([agent, place, current], n) => ({ id: uuid(state.random, state.now()), agent, place, current, created_at: new Date(state.now() - (n + 1) * 90_000_000).toISOString(), seen_at: new Date(state.now() - n * 7_200_000).toISOString() }));
  return { items: state.browsers };
}

export function endSession(context, id) {
  const before = sessions(context).items;
  if (!before.some((one) => one.id === id)) throw new Problem('not_found');
  context.state.browsers = before.filter((one) => one.id !== id);
}

export function endOthers(context) {
  const before = sessions(context).items;
  context.state.browsers = before.filter((one) => one.current);
  return { ended: before.length - context.state.browsers.length };
}

const required = (context) => (context.state.rules?.second_factor_roles ?? []).some((role) => userOf(context).roles?.includes(role));

export function factor(context) {
  const own = userOf(context).factor;
  return { enabled: Boolean(own), since: own?.since ?? null, recovery_left: own?.left ?? 0, required: required(context) };
}

export function begin(context) {
  if (userOf(context).factor) throw new Problem('second_factor_exists');
  return { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', uri: 'otpauth://totp/x?secret=JBSWY3DPEHPK3PXP', qr: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h1v1h-1zM2 0h2v1h-2zM1 2h1v2h-1z"/></svg>' };
}

function check(code) {
  if (code?.trim() !== CODE) throw invalid({ field: 'code', code: 'second_factor_wrong' });
}

const codes = () => ({ codes: Array.from({ length: 10 }, (_, n) => `abcd${n}-efgh${n}`) });

export function confirm(context, body) {
  check(body.code);
  Object.assign(userOf(context), { factor: { since: new Date(context.state.now()).toISOString(), left: 10 }, second_factor: true });
  return codes();
}

export function renew(context, body) {
  check(body.code);
  userOf(context).factor.left = 10;
  return codes();
}

export function disable(context, body) {
  check(body.code);
  Object.assign(userOf(context), { factor: null, second_factor: false });
  return factor(context);
}

export function resetFactor(context, id) {
  needAdmin(context);
  Object.assign(context.state.records.get('user').get(id), { factor: null, second_factor: false });
}

export function secondStep(user, code) {
  if (!user.factor) return;
  if (!code) throw new Problem('second_factor_needed');
  if (code.trim() !== CODE) throw new Problem('second_factor_wrong');
}

export function rules(context) {
  needAdmin(context);
  const { state } = context;
  const stored = (state.rules ??= { password_min: 8, second_factor_roles: [], networks: [] });
  const people = [...state.records.get('user').values()];
  const asked = people.filter((one) => stored.second_factor_roles.some((role) => one.roles?.includes(role)));
  const roles = stored.second_factor_roles.map((id) => ({ id, name: state.records.get('role').get(id)?.name ?? '' }));
  return { password_min: stored.password_min, second_factor_roles: roles, second_factor_people: people.filter((one) => one.factor).length, second_factor_missing: asked.filter((one) => !one.factor).length, networks: stored.networks, own_address: OWN };
}

export function changeRules(context, body) {
  rules(context);
  if (body.second_factor_roles?.some((role) => userOf(context).roles?.includes(role)) && !userOf(context).factor) throw new Problem('own_factor_first');
  if (body.networks) {
    const bad = body.networks.filter((network) => !/^[\d.]+(\/\d+)?$|:/.test(network));
    if (bad.length) throw invalid(...bad.map(() => ({ field: 'networks', code: 'invalid_network' })));
    const [start] = OWN.split(/(?<=\.)\d+$/);
    if (body.networks.length && !body.networks.some((network) => network.startsWith(start))) throw invalid({ field: 'networks', code: 'own_address_outside' });
  }
  Object.assign(context.state.rules, body);
  return rules(context);
}
