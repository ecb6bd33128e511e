// Builds the sample company in memory: people, departments, roles and records.
import { createRandom, uuid } from './random.mjs';
import { ACTIONS, standardObjects } from './meta.mjs';
import * as words from './words.mjs';

const DAY = 86_400_000;

/** @param {{seed?: number, leads?: number, now?: () => number}} options */
export function createState({ seed = 7, leads = 2000, now = Date.now } = {}) {
  const random = createRandom(seed);
  const state = {
    now, random, metaVersion: 12,
    objects: new Map(standardObjects().map((o) => [o.name, o])),
    records: new Map(), log: new Map(), counters: new Map(),
    sessions: new Map(), failures: new Map(), passwords: new Map(), tokens: [], imports: new Map(), listeners: new Set(),
    company: { name: '恒锐科技', currency: 'CNY', zone: 'Asia/Shanghai' },
  };
  for (const name of state.objects.keys()) state.records.set(name, new Map());
  seedPeople(state);
  seedMarketing(state);
  seedLeads(state, leads);
  seedDeals(state);
  seedActivities(state);
  return state;
}

/** Stores a record without checks; used by the seed and by the endpoints after theirs. */
export function put(state, object, values, at = state.now(), by = null) {
  const id = values.id ?? uuid(state.random, at);
  const stamp = new Date(at).toISOString();
  const record = { version: 1, created_at: stamp, created_by: by, updated_at: stamp, updated_by: by, ...values, id, object };
  const meta = state.objects.get(object);
  if (meta?.owned) {
    record.owner ??= by;
    record.owner_department ??= state.records.get('user').get(record.owner)?.department ?? null;
  }
  for (const f of meta?.fields ?? []) {
    if (f.kind === 'auto_number' && record[f.name] == null) record[f.name] = nextNumber(state, object, f.pattern, at);
  }
  state.records.get(object).set(id, record);
  return record;
}

/** Fills {yyyy}, {yyyyMM}, {yyyyMMdd} and the counter {0000} of an auto-number pattern. */
export function nextNumber(state, object, pattern, at) {
  const day = new Date(at).toISOString().slice(0, 10).replaceAll('-', '');
  const key = `${object}:${pattern}`;
  const count = (state.counters.get(key) ?? 0) + 1;
  state.counters.set(key, count);
  return pattern
    .replace('{yyyyMMdd}', day).replace('{yyyyMM}', day.slice(0, 6)).replace('{yyyy}', day.slice(0, 4))
    .replace(/\{(0+)\}/, (_, zeros) => String(count).padStart(zeros.length, '0'));
}

function seedPeople(state) {
  const start = state.now() - 400 * DAY;
  const add = (object, values) => put(state, object, values, start);
  const all = Object.fromEntries(ACTIONS.filter((a) => a !== 'define').map((a) => [a, 'all']));
  const grants = (scope) => Object.fromEntries(
    ['lead', 'account', 'contact', 'opportunity', 'activity', 'task'].map((o) => [o, { create: 'all', read: scope, edit: scope, delete: 'own', transfer: scope, import: 'none', export: 'none', bulk_edit: scope }]),
  );
  const everything = Object.fromEntries([...state.objects.keys()].map((o) => [o, all]));
  const roles = {
    admin: add('role', { name: '系统管理员', admin: true, system: true, grants: everything, fields: {} }),
    lead: add('role', { name: '销售主管', admin: false, system: false, grants: { ...grants('department_and_below'), product: { read: 'all' }, campaign: { read: 'all' } }, fields: {} }),
    sales: add('role', { name: '销售', admin: false, system: false, grants: { ...grants('own'), product: { read: 'all' }, campaign: { read: 'all' } }, fields: { lead: { score: 'hidden', budget: 'read' } } }),
    market: add('role', { name: '市场', admin: false, system: false, grants: { lead: { create: 'all', read: 'all', import: 'all' }, campaign: all }, fields: {} }),
  };
  const top = add('department', { name: '恒锐科技', parent: null, head: null });
  const departments = { top };
  for (const [key, name, parent] of [['sales', '销售中心', 'top'], ['east', '华东销售部', 'sales'], ['south', '华南销售部', 'sales'], ['north', '华北销售部', 'sales'], ['market', '市场部', 'top'], ['service', '客户服务部', 'top']]) {
    departments[key] = add('department', { name, parent: departments[parent].id, head: null });
  }
  const people = [
    ['admin', '王思远', 'top', 'admin', null], ['zhao', '赵文博', 'sales', 'lead', 'admin'], ['chen', '陈子涵', 'east', 'lead', 'zhao'], ['li', '李佳怡', 'east', 'sales', 'chen'],
    ['sun', '孙浩然', 'east', 'sales', 'chen'], ['zhou', '周晓琳', 'south', 'lead', 'zhao'], ['wu', '吴刚', 'south', 'sales', 'zhou'], ['guo', '郭芳', 'south', 'sales', 'zhou'],
    ['lin', '林涛', 'north', 'sales', 'zhao'], ['xu', '徐静', 'north', 'sales', 'zhao'], ['he', '何雪', 'market', 'market', 'admin'], ['zhu', '朱敏', 'service', 'sales', 'admin'],
  ];
  const ids = {};
  for (const [index, [login, name, department, role, superior]] of people.entries()) {
    const user = add('user', {
      login, name, email: `${login}@hengrui.example`, mobile: `138000100${String(index).padStart(2, '0')}`, active: login !== 'zhu', locked: login === 'xu',
      department: departments[department].id, superior: superior ? ids[superior] : null, roles: [roles[role].id],
      locale: 'zh-CN', zone: 'Asia/Shanghai', theme: 'auto', last_sign_in_at: new Date(state.now() - state.random.int(0, 20) * DAY - 3_600_000).toISOString(),
    });
    ids[login] = user.id;
    state.passwords.set(user.id, 'shuke-2026');
  }
  departments.top.head = ids.admin;
  departments.sales.head = ids.zhao;
  departments.east.head = ids.chen;
  departments.south.head = ids.zhou;
  state.sellers = ['chen', 'li', 'sun', 'zhou', 'wu', 'guo', 'lin', 'xu'].map((login) => ids[login]);
  state.adminId = ids.admin;
}

function seedMarketing(state) {
  const { random } = state;
  const day = (offset) => new Date(state.now() + offset * DAY).toISOString().slice(0, 10);
  words.campaignNames.forEach((name, i) => put(state, 'campaign', {
    name, kind: random.pick(['exhibition', 'online', 'referral']), starts_on: day(-60 + i * 20), ends_on: day(-55 + i * 20), budget: { amount: `${(i + 2) * 15000}.00`, currency: 'CNY' }, owner: state.adminId,
  }, state.now() - 90 * DAY, state.adminId));
  words.productNames.forEach((name, i) => put(state, 'product', { name, price: { amount: `${(i + 1) * 3800}.00`, currency: 'CNY' }, tax_rate: i % 3 === 1 ? '6' : '13', on_sale: i !== 8, owner: state.adminId }, state.now() - 300 * DAY, state.adminId));
}

function person(random) {
  return random.pick(words.surnames) + random.pick(words.givenNames);
}
function firm(random) {
  const [city, region] = random.pick(words.cities);
  const [trade, industry] = random.pick(words.trades);
  return { name: `${city}${random.pick(words.brands)}${trade}有限公司`, region, industry };
}
const mobileOf = (random) => `${random.pick(['138', '139', '136', '150', '186', '177'])}${String(random.int(0, 99_999_999)).padStart(8, '0')}`;

function seedLeads(state, count) {
  const { random } = state;
  const campaigns = [...state.records.get('campaign').keys()];
  for (let i = 0; i < count; i += 1) {
    const at = state.now() - random.int(1, 200) * DAY + random.int(0, 36_000_000);
    const company = firm(random);
    const owner = random.pick(state.sellers);
    const status = random.weighted([['new', 30], ['following', 38], ['qualified', 14], ['converted', 10], ['invalid', 8]]);
    put(state, 'lead', {
      name: person(random), company: company.name, mobile: mobileOf(random), phone: random.chance(0.2) ? `0512-66${random.int(100000, 999999)}` : null,
      email: random.chance(0.6) ? `c${random.int(1000, 9999)}@mail.example` : null, wechat: random.chance(0.4) ? `wx_${random.int(10000, 99999)}` : null,
      source: random.pick(['exhibition', 'website', 'referral', 'ads', 'cold_call', 'wechat']), campaign: random.chance(0.3) ? random.pick(campaigns) : null,
      grade: random.weighted([['a', 2], ['b', 4], ['c', 3], ['d', 1], [null, 1]]), score: random.int(10, 98), region: company.region, industry: company.industry,
      product_line: random.chance(0.5) ? [random.pick(['standard', 'pro']), ...(random.chance(0.4) ? ['service'] : [])] : [],
      budget: random.chance(0.7) ? { amount: `${random.int(2, 180) * 5000}.00`, currency: 'CNY' } : null, need: random.chance(0.6) ? random.pick(words.needs) : null,
      status, tags: random.chance(0.4) ? [random.pick(words.tags)] : [], owner,
      next_follow_up_at: status === 'following' || random.chance(0.2) ? new Date(state.now() + random.int(-4, 14) * DAY).toISOString() : null,
      last_follow_up_at: status === 'new' ? null : new Date(state.now() - random.int(0, 40) * DAY).toISOString(),
    }, at, owner);
  }
}

function seedDeals(state) {
  const { random } = state;
  for (let i = 0; i < 240; i += 1) {
    const at = state.now() - random.int(10, 300) * DAY;
    const company = firm(random);
    const owner = random.pick(state.sellers);
    const account = put(state, 'account', {
      name: company.name, kind: 'company', phone: `021-5${random.int(1000000, 9999999)}`, website: 'https://www.hengrui-jx.example', region: company.region, industry: company.industry,
      level: random.weighted([['key', 2], ['normal', 5], ['small', 3]]), source: 'referral', tags: [], owner, next_follow_up_at: null, last_follow_up_at: null,
    }, at, owner);
    for (let c = random.int(1, 2); c > 0; c -= 1) {
      put(state, 'contact', { name: person(random), account: account.id, title: random.pick(words.jobTitles), role: random.pick(['decider', 'user', 'influencer']), mobile: mobileOf(random), owner }, at, owner);
    }
    if (random.chance(0.5)) {
      const stage = random.pick(['contact', 'need', 'proposal', 'negotiation', 'won', 'lost']);
      put(state, 'opportunity', {
        name: `${company.name.slice(0, 4)}${random.pick(['产线自动化改造', '智能质检设备', '年度框架采购', '系统升级项目'])}`, account: account.id, stage, amount: { amount: `${random.int(3, 90) * 10000}.00`, currency: 'CNY' },
        probability: { contact: '10', need: '30', proposal: '50', negotiation: '75', won: '100', lost: '0' }[stage], expected_close_on: new Date(state.now() + random.int(-20, 90) * DAY).toISOString().slice(0, 10), owner,
      }, at, owner);
    }
  }
}

function seedActivities(state) {
  const { random } = state;
  const leads = [...state.records.get('lead').values()];
  for (const record of leads.filter((_, i) => i % 4 === 0)) {
    for (let n = random.int(1, 3); n > 0; n -= 1) {
      put(state, 'activity', { kind: random.pick(['call', 'visit', 'chat', 'email', 'note']), content: random.pick(words.callNotes), related: { object: 'lead', id: record.id }, owner: record.owner }, state.now() - random.int(0, 30) * DAY - random.int(0, 30_000_000), record.owner);
    }
  }
  for (let i = 0; i < 60; i += 1) {
    const record = random.pick(leads);
    put(state, 'task', { name: random.pick(words.taskNames), status: random.weighted([['open', 5], ['done', 3]]), priority: random.pick(['high', 'normal', 'low']), due_at: new Date(state.now() + random.int(-5, 10) * DAY).toISOString(), related: { object: 'lead', id: record.id }, owner: record.owner }, state.now() - random.int(1, 20) * DAY, record.owner);
  }
}
