// The mock API: takes a Request, gives a Response. Used by the dev server and by the page's tests.
import { Problem } from './problems.mjs';
import { createState } from './seed.mjs';
import { eventStream } from './events.mjs';
import { regions } from './regions.mjs';
import * as admin from './admin.mjs';
import * as announcements from './announcements.mjs';
import * as audit from './audit.mjs';
import * as backups from './backups.mjs';
import * as goals from './goals.mjs';
import * as fileStore from './fileStore.mjs';
import * as pack from './pack.mjs';
import * as preferences from './preferences.mjs';
import * as files from './files.mjs';
import * as computed from './computed.mjs';
import * as layouts from './layouts.mjs';
import * as masks from './masks.mjs';
import * as imports from './imports.mjs';
import * as people from './people.mjs';
import * as presence from './presence.mjs';
import * as records from './records.mjs';
import * as sharing from './sharing.mjs';
import * as sharingRules from './sharing_rules.mjs';
import { search } from './search.mjs';
import * as tasks from './tasks.mjs';
import * as views from './views.mjs';
import * as webhooks from './webhooks.mjs';
import * as config from './config.mjs';
import * as push from './push.mjs';
import * as trust from './trust.mjs';
import * as talk from './talk.mjs';

const json = (body, status = 200, headers = {}) => new Response(body === undefined ? null : JSON.stringify(body), { status, headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers } });
const tagged = (record, status = 200) => json(record, status, { etag: `"${record.version}"` });
const empty = () => new Response(null, { status: 204 });
const body = (request) => request.json().catch(() => { throw new Problem('invalid'); });
const csv = (params, name) => (params.get(name) ? params.get(name).split(',').filter(Boolean) : undefined);

const fromParams = (p) => ({
  filter: p.get('filter') ? JSON.parse(p.get('filter')) : undefined, sort: csv(p, 'sort'), fields: csv(p, 'fields'), limit: p.get('limit'), cursor: p.get('cursor'), q: p.get('q'), deleted: p.get('deleted') === 'true', total: p.get('total'),
});

// method, path, handler(context, request, parameters, search); public paths say so.
const ROUTES = [
  ['GET', '/info', (c) => json({ product: '熟客 Shuke', version: '0.1.0', company: c.state.company.name, locale: 'zh-CN', look: people.lookOf(c) }), 'public'],
  ['POST', '/session', async (c, r) => {
    const { session, userId } = people.signIn(c.state, await body(r));
    return json({ user: people.me(contextFor(c.state, userId, c.english)) }, 200, { 'set-cookie': `shuke_session=${session}; Path=/; HttpOnly; SameSite=Lax` });
  }, 'public'],
  ['DELETE', '/session', (c, r) => { c.state.sessions.delete(sessionOf(r)); return empty(); }],
  ['POST', '/session/view-as', async (c, r) => json(people.viewAs(c, sessionOf(r), await body(r), contextFor))],
  ['DELETE', '/session/view-as', (c, r) => { c.state.viewings.delete(sessionOf(r)); return empty(); }],
  ['GET', '/me', (c) => json(people.me(c))],
  ['PATCH', '/me', async (c, r) => json(people.changeMe(c, await body(r)))],
  ['GET', '/objects', (c) => json(admin.listObjects(c))],
  ['POST', '/objects', async (c, r) => json(admin.createObject(c, await body(r)), 201)],
  ['GET', '/objects/:object', (c, r, p) => json(admin.showObject(c, records.objectOf(c.state, p.object)))],
  ['PATCH', '/objects/:object', async (c, r, p) => json(admin.changeObject(c, p.object, await body(r)))],
  ['POST', '/objects/:object/fields', async (c, r, p) => json(admin.createField(c, p.object, await body(r)), 201)],
  ['PATCH', '/objects/:object/fields/:field', async (c, r, p) => json(admin.changeField(c, p.object, p.field, await body(r)))],
  ['DELETE', '/objects/:object/fields/:field', (c, r, p) => { admin.dropField(c, p.object, p.field); return empty(); }],
  ['GET', '/objects/:object/layouts', (c, r, p) => json(layouts.list(c, p.object))],
  ['POST', '/objects/:object/layouts', async (c, r, p) => json(layouts.begin(c, p.object, await body(r)), 201)],
  ['PATCH', '/objects/:object/layouts', async (c, r, p) => json(layouts.arrange(c, p.object, await body(r)))],
  ['GET', '/objects/:object/layouts/:layout', (c, r, p) => json(layouts.read(c, p.object, p.layout))],
  ['DELETE', '/objects/:object/layouts/:layout', (c, r, p) => { layouts.drop(c, p.object, p.layout); return empty(); }],
  ['PUT', '/objects/:object/layouts/:layout/draft', async (c, r, p) => json(layouts.save(c, p.object, p.layout, await body(r)))],
  ['DELETE', '/objects/:object/layouts/:layout/draft', (c, r, p) => { layouts.discard(c, p.object, p.layout); return empty(); }],
  ['POST', '/objects/:object/layouts/:layout/publish', async (c, r, p) => json(layouts.publishDraft(c, p.object, p.layout, await body(r)))],
  ['POST', '/objects/:object/layouts/:layout/revert', async (c, r, p) => json(layouts.revert(c, p.object, p.layout, await body(r)))],
  ['GET', '/objects/:object/layouts/:layout/versions/:number', (c, r, p) => json(layouts.version(c, p.object, p.layout, p.number))],
  ['GET', '/objects/:object/views', (c, r, p) => json(views.list(c, p.object))],
  ['POST', '/objects/:object/views', async (c, r, p) => json(views.create(c, p.object, await body(r)), 201)],
  ['PATCH', '/objects/:object/views', async (c, r, p) => json(views.arrange(c, p.object, await body(r)))],
  ['PATCH', '/objects/:object/views/:id', async (c, r, p) => json(views.change(c, p.object, p.id, await body(r)))],
  ['DELETE', '/objects/:object/views/:id', (c, r, p) => { views.mark(c, p.object, p.id, true); return empty(); }],
  ['POST', '/objects/:object/views/:id/restore', (c, r, p) => json(views.mark(c, p.object, p.id, false))],
  ['GET', '/objects/:object/fields/:field/uses', (c, r, p) => json(computed.usesOf(c, p.object, p.field, new URL(r.url).searchParams.get('option')))],
  ['POST', '/objects/:object/formula', async (c, r, p) => json(computed.checkFormula(c, p.object, await body(r)))],
  ['GET', '/objects/:object/recalculations', () => json({ items: [] })],
  ['GET', '/formula-functions', (c) => json(computed.functions(c))],
  ['GET', '/records/:object', (c, r, p, q) => json(records.list(c, p.object, fromParams(q)))],
  ['POST', '/records/:object', async (c, r, p) => tagged(records.create(c, p.object, await body(r)), 201)],
  ['POST', '/records/:object/query', async (c, r, p) => json(records.list(c, p.object, await body(r)))],
  ['POST', '/records/:object/board', async (c, r, p) => json(records.board(c, p.object, await body(r)))],
  ['POST', '/records/:object/batch', async (c, r, p) => json(records.batch(c, p.object, await body(r)))],
  ['GET', '/records/:object/:id', (c, r, p, q) => tagged(q.get('as_of') ? records.readAsOf(c, p.object, p.id, q.get('as_of')) : records.read(c, p.object, p.id))],
  ['PATCH', '/records/:object/:id', async (c, r, p) => tagged(records.update(c, p.object, p.id, await body(r), r.headers.get('if-match')?.replace(/\D/g, '')))],
  ['DELETE', '/records/:object/:id', (c, r, p) => { records.remove(c, p.object, p.id); return empty(); }],
  ['POST', '/records/:object/:id/restore', (c, r, p) => tagged(records.restore(c, p.object, p.id))],
  ['PUT', '/records/:object/:id/presence', async (c, r, p) => json(presence.arrive(c, p.object, p.id, await body(r)))],
  ['DELETE', '/records/:object/:id/presence', (c, r, p, q) => { presence.leave(c, p.object, p.id, q.get('tab')); return empty(); }],
  ['GET', '/records/:object/:id/timeline', (c, r, p, q) => json(records.timeline(c, p.object, p.id, { limit: q.get('limit'), cursor: q.get('cursor'), types: q.get('types') }))],
  ['POST', '/records/:object/:id/comments', async (c, r, p) => json(talk.write(c, p.object, p.id, await body(r)), 201)],
  ['GET', '/records/:object/:id/comments/people', (c, r, p, q) => json(talk.people(c, q.get('q') ?? ''))],
  ['PATCH', '/records/:object/:id/comments/:comment', async (c, r, p) => json(talk.change(c, p.comment, await body(r)))],
  ['DELETE', '/records/:object/:id/comments/:comment', (c, r, p) => { talk.mark(c, p.comment, true); return empty(); }],
  ['POST', '/records/:object/:id/comments/:comment/restore', (c, r, p) => json(talk.mark(c, p.comment, false))],
  ['GET', '/records/:object/:id/followers', (c, r, p) => json(talk.followers(c, p.id))],
  ['PUT', '/records/:object/:id/followers/me', (c, r, p) => json(talk.follow(c, p.id, true))],
  ['DELETE', '/records/:object/:id/followers/me', (c, r, p) => json(talk.follow(c, p.id, false))],
  ['GET', '/notifications', (c, r, p, q) => json(talk.notices(c, q.get('unread') === 'true'))],
  ['GET', '/notifications/count', (c) => json(talk.count(c))],
  ['POST', '/notifications/read', async (c, r) => json(talk.readAll(c, await body(r)))],
  ['PATCH', '/notifications/:id', async (c, r, p) => json(talk.readOne(c, p.id, await body(r)))],
  ['GET', '/records/:object/:id/history', (c, r, p, q) => json(records.history(c, p.object, p.id, q.get('field')))],
  ['GET', '/records/:object/:id/team', (c, r, p) => json(sharing.team(c, p.object, p.id))],
  ['PUT', '/records/:object/:id/team/:user', async (c, r, p) => json(sharing.putMember(c, p.object, p.id, p.user, await body(r)))],
  ['DELETE', '/records/:object/:id/team/:user', (c, r, p) => { sharing.dropMember(c, p.object, p.id, p.user); return empty(); }],
  ['POST', '/records/:object/:id/actions/transfer', async (c, r, p) => json(sharing.transfer(c, p.object, p.id, await body(r)))],
  ['POST', '/records/:object/:id/actions/reveal', async (c, r, p) => json(masks.reveal(c, p.object, p.id, await body(r)))],
  ['GET', '/records/:object/:id/access/people', (c, r, p, q) => json(sharing.people(c, p.object, p.id, q))],
  ['GET', '/search', (c, r, p, q) => json(search(c, q.get('q') ?? '', csv(q, 'objects'), Number(q.get('limit') ?? 5)))],
  ['GET', '/announcements', (c) => json(announcements.own(c))],
  ['POST', '/announcements/:id/read', (c, r, p) => { announcements.read(c, p.id); return empty(); }],
  ['GET', '/company/announcements', (c) => json(announcements.list(c))],
  ['POST', '/company/announcements', async (c, r) => json(announcements.create(c, await body(r)), 201)],
  ['PATCH', '/company/announcements/:id', async (c, r, p) => json(announcements.change(c, p.id, await body(r)))],
  ['DELETE', '/company/announcements/:id', (c, r, p) => { announcements.withdraw(c, p.id, true); return empty(); }],
  ['POST', '/company/announcements/:id/restore', (c, r, p) => { announcements.withdraw(c, p.id, false); return empty(); }],
  ['GET', '/company/announcements/:id/readers', (c, r, p) => json(announcements.readers(c, p.id))],
  ['GET', '/goals/progress', (c, r, p, q) => json(goals.progress(c, q.get('date')))],
  ['GET', '/company/goals', (c) => json(goals.list(c))],
  ['POST', '/company/goals', async (c, r) => json(goals.create(c, await body(r)), 201)],
  ['PATCH', '/company/goals/:id', async (c, r, p) => json(goals.change(c, p.id, await body(r), r.headers.get('if-match')))],
  ['DELETE', '/company/goals/:id', (c, r, p) => { goals.drop(c, p.id, true); return empty(); }],
  ['POST', '/company/goals/:id/restore', (c, r, p) => { goals.drop(c, p.id, false); return empty(); }],
  ['GET', '/company/goals/:id/targets', (c, r, p, q) => json(goals.targets(c, p.id, q.get('year')))],
  ['PATCH', '/company/goals/:id/targets', async (c, r, p) => json(goals.setTargets(c, p.id, await body(r), r.headers.get('if-match')))],
  ['GET', '/company', (c) => json(people.companySettings(c))],
  ['PATCH', '/company', async (c, r) => json(people.changeCompany(c, await body(r)))],
  ['GET', '/company/sample', (c) => json(people.sample(c))],
  ['POST', '/company/sample/removal', (c) => json(people.removeSample(c))],
  ['PATCH', '/company/look', async (c, r) => json(people.changeLook(c, await body(r)))],
  ['GET', '/company/arrangement', (c) => json(people.arrangements(c))],
  ['PATCH', '/company/arrangement', async (c, r) => json(people.changeArrangement(c, await body(r)))],
  ['GET', '/company/calendar', (c) => json(people.calendar(c))],
  ['PATCH', '/company/calendar', async (c, r) => json(people.changeCalendar(c, await body(r)))],
  ['GET', '/users', (c) => json(people.listUsers(c))],
  ['POST', '/users', async (c, r) => json(people.createUser(c, await body(r)), 201)],
  ['PATCH', '/users/:id', async (c, r, p) => json(people.changeUser(c, p.id, await body(r)))],
  ['GET', '/roles', (c) => json(people.listRoles(c))],
  ['POST', '/roles', async (c, r) => json(people.createRole(c, await body(r)), 201)],
  ['PATCH', '/roles/:id', async (c, r, p) => json(people.changeRole(c, p.id, await body(r)))],
  ['GET', '/sharing-rules', (c) => json(sharingRules.list(c))],
  ['POST', '/sharing-rules', async (c, r) => json(sharingRules.create(c, await body(r)), 201)],
  ['PATCH', '/sharing-rules/:id', async (c, r, p) => json(sharingRules.change(c, p.id, await body(r)))],
  ['DELETE', '/sharing-rules/:id', (c, r, p) => { sharingRules.drop(c, p.id); return empty(); }],
  ['GET', '/tokens', (c) => json(people.listTokens(c))],
  ['POST', '/tokens', async (c, r) => json(people.createToken(c, await body(r)), 201)],
  ['DELETE', '/tokens/:id', (c, r, p) => { people.dropToken(c, p.id); return empty(); }],
  ['POST', '/files', async (c, r) => json(await files.upload(c, r), 201)],
  ['GET', '/files/:id', (c, r, p, q) => files.read(c, p.id, q.get('inline') === 'true')],
  ['GET', '/files/:id/preview', (c, r, p) => files.read(c, p.id, true)],
  ['GET', '/imports', (c) => json(imports.listImports(c))],
  ['POST', '/imports', uploadFile],
  ['GET', '/imports/:id', (c, r, p) => json(imports.showImport(c, p.id))],
  ['DELETE', '/imports/:id', (c, r, p) => { imports.dropImport(c, p.id); return empty(); }],
  ['POST', '/imports/:id/check', async (c, r, p) => json(imports.begin(c, p.id, await body(r), true), 202)],
  ['POST', '/imports/:id/start', async (c, r, p) => json(imports.begin(c, p.id, await body(r), false), 202)],
  ['POST', '/imports/:id/stop', (c, r, p) => json(imports.stop(c, p.id))],
  ['POST', '/imports/:id/undo', (c, r, p) => json(imports.undo(c, p.id), 202)],
  ['GET', '/imports/:id/faults', (c, r, p, q) => json(imports.faults(c, p.id, { limit: q.get('limit'), cursor: q.get('cursor') }))],
  ['GET', '/imports/:id/faults.csv', (c, r, p) => new Response(imports.faultsCsv(c, p.id), { headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="faults.csv"' } })],
  ['POST', '/records/:object/bulk', async (c, r, p) => json(tasks.bulk(c, p.object, await body(r)), 202)],
  ['GET', '/bulk', (c) => json(tasks.bulks(c))],
  ['GET', '/bulk/:id', (c, r, p) => json(tasks.readBulk(c, p.id))],
  ['POST', '/bulk/:id/stop', (c, r, p) => json(tasks.readBulk(c, p.id))],
  ['POST', '/bulk/:id/undo', (c, r, p) => json(tasks.undo(c, p.id), 202)],
  ['GET', '/exports', (c) => json(tasks.exports(c))],
  ['POST', '/exports', async (c, r) => json(tasks.startExport(c, await body(r)), 202)],
  ['GET', '/exports/:id', (c, r, p) => json(tasks.readExport(c, p.id))],
  ['GET', '/exports/:id/file', (c, r, p) => new Response(tasks.exportFile(c, p.id), { headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="export.csv"' } })],
  ['GET', '/audit', (c, r, p, q) => json(audit.list(c, q))],
  ['GET', '/audit/verification', (c) => json(audit.verification(c))],
  ['POST', '/audit/verification', (c) => json(audit.verify(c), 202)],
  ['GET', '/file-store', (c) => json(fileStore.read(c))],
  ['PATCH', '/file-store', async (c, r) => json(fileStore.change(c, await body(r)))],
  ['GET', '/pack', (c) => json(pack.read(c))],
  ['POST', '/pack/upgrade', async (c, r) => json(pack.upgrade(c, await body(r)))],
  ['GET', '/backups', (c) => json(backups.list(c))],
  ['POST', '/backups', (c) => json(backups.start(c), 202)],
  ['PATCH', '/backups', async (c, r) => json(backups.change(c, await body(r)))],
  ['GET', '/config/export', (c) => config.exported(c)],
  ['POST', '/config/compare', async (c, r) => json((await config.compare(c, r)).told)],
  ['POST', '/config/apply', async (c, r) => json((await config.apply(c, r)).told)],
  ['GET', '/webhooks', (c) => json(webhooks.list(c))],
  ['POST', '/webhooks', async (c, r) => json(webhooks.create(c, await body(r)), 201)],
  ['PATCH', '/webhooks/:id', async (c, r, p) => json(webhooks.change(c, p.id, await body(r)))],
  ['DELETE', '/webhooks/:id', (c, r, p) => { webhooks.remove(c, p.id); return empty(); }],
  ['POST', '/webhooks/:id/secret', (c, r, p) => json(webhooks.rotate(c, p.id))],
  ['POST', '/webhooks/:id/test', (c, r, p) => json(webhooks.test(c, p.id), 202)],
  ['GET', '/webhooks/:id/deliveries', (c, r, p, q) => json(webhooks.deliveries(c, p.id, q.get('state')))],
  ['POST', '/webhooks/:id/deliveries/:delivery/replay', (c, r, p) => json(webhooks.replay(c, p.id, p.delivery), 202)],
  ['POST', '/webhooks/:id/replay', async (c, r, p) => json(webhooks.replayFailed(c, p.id, await body(r)), 202)],
  ['GET', '/me/preferences', (c) => json(preferences.read(c))],
  ['PATCH', '/me/preferences', async (c, r) => json(preferences.change(c, await body(r)))],
  ['GET', '/me/sessions', (c) => json(trust.sessions(c))],
  ['DELETE', '/me/sessions', (c) => json(trust.endOthers(c))],
  ['DELETE', '/me/sessions/:id', (c, r, p) => { trust.endSession(c, p.id); return empty(); }],
  ['GET', '/me/push', (c) => json(push.view(c))],
  ['POST', '/me/push/devices', async (c, r) => json(push.add(c, await body(r)), 201)],
  ['DELETE', '/me/push/devices/:id', (c, r, p) => { push.remove(c, p.id); return empty(); }],
  ['POST', '/me/push/devices/:id/test', (c, r, p) => json(push.attempt(c, p.id))],
  ['GET', '/me/second-factor', (c) => json(trust.factor(c))],
  ['POST', '/me/second-factor', (c) => json(trust.begin(c), 201)],
  ['POST', '/me/second-factor/confirm', async (c, r) => json(trust.confirm(c, await body(r)))],
  ['POST', '/me/second-factor/disable', async (c, r) => json(trust.disable(c, await body(r)))],
  ['POST', '/me/second-factor/recovery-codes', async (c, r) => json(trust.renew(c, await body(r)))],
  ['DELETE', '/users/:id/sessions', () => json({ ended: 2 })],
  ['DELETE', '/users/:id/second-factor', (c, r, p) => { trust.resetFactor(c, p.id); return empty(); }],
  ['GET', '/security', (c) => json(trust.rules(c))],
  ['PATCH', '/security', async (c, r) => json(trust.changeRules(c, await body(r)))],
  ['GET', '/events', (c) => eventStream(c.state)],
  ['GET', '/regions', () => json(regions(), 200, { 'cache-control': 'public, max-age=3600' }), 'public'],
].map(([method, path, handle, access]) => ({ method, pattern: new RegExp(`^/api/v1${path.replaceAll('.', '\\.').replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`), handle, open: access === 'public' }));

async function uploadFile(context, request) {
  const form = await request.formData();
  const file = form.get('file');
  if (!file) throw new Problem('bad_file');
  const raw = form.get('options');
  const options = raw ? JSON.parse(typeof raw === 'string' ? raw : await raw.text()) : {};
  return json(imports.upload(context, { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()), options }), 201);
}

const sessionOf = (request) => /shuke_session=([\w-]+)/.exec(request.headers.get('cookie') ?? '')?.[1];

function contextFor(state, userId, english) {
  const user = userId ? state.records.get('user').get(userId) : null;
  const roles = (user?.roles ?? []).map((id) => state.records.get('role').get(id)).filter(Boolean);
  return {
    state, userId, english, admin: roles.some((r) => r.admin),
    actions: (object) => ['create', 'read', 'edit', 'delete', 'transfer', 'import', 'export', 'bulk_edit', 'reveal', 'merge', 'define'].filter((a) => roles.some((r) => (r.grants?.[object]?.[a] ?? 'none') !== 'none')),
    fieldRights: (object) => (roles.some((r) => r.admin) ? {} : Object.assign({}, ...roles.map((r) => r.fields?.[object] ?? {}))),
  };
}

/**
 * @param {{seed?: number, leads?: number, now?: () => number, signedInAs?: string, importTick?: number, importSteps?: number}} options
 *   `signedInAs` answers every request as that login, for tests without cookies.
 */
export function createApp({ signedInAs, importTick = 180, importSteps = 25, ...seed } = {}) {
  const state = Object.assign(createState(seed), { files: new Map(), viewings: new Map(), importTick, importSteps });
  const fixed = signedInAs && [...state.records.get('user').values()].find((u) => u.login === signedInAs)?.id;

  async function handle(request) {
    const url = new URL(request.url);
    const english = (request.headers.get('accept-language') ?? '').toLowerCase().startsWith('en');
    try {
      const userId = fixed ?? state.sessions.get(sessionOf(request)) ?? null;
      const viewing = state.viewings.get(sessionOf(request));
      const context = { ...contextFor(state, viewing?.user ?? userId, english), viewing: viewing && { by: viewing.by, until: viewing.until } };
      if (people.lookIsOver(request, url.pathname, viewing)) throw new Problem('view_as_over');
      if (viewing && !people.onlyLooks(request.method, url.pathname)) throw new Problem('viewing_as');
      for (const route of ROUTES) {
        const found = route.method === request.method && route.pattern.exec(url.pathname);
        if (!found) continue;
        if (!route.open && !userId) throw new Problem('unauthenticated');
        return await route.handle(context, request, found.groups ?? {}, url.searchParams);
      }
      throw new Problem('not_found');
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return new Response(JSON.stringify(error.body(english)), { status: error.status, headers: { 'content-type': 'application/problem+json', ...error.headers } });
    }
  }
  return { state, fetch: handle };
}
