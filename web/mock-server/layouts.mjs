// Layouts: drafts that administrators share, publications, earlier versions.
import { invalid, needAdmin, Problem } from './problems.mjs';
import { bump } from './admin.mjs';
import { objectOf } from './records.mjs';

const OWN = 'default';
const OWN_LABELS = { 'zh-CN': '默认布局', en: 'Default layout' };
const copy = (value) => structuredClone(value);
const missing = () => new Problem('not_found');

/** Drafts and versions, by object and layout. */
const shelf = (context, object) => {
  context.state.layouts ??= new Map();
  if (!context.state.layouts.has(object)) context.state.layouts.set(object, { drafts: new Map(), versions: new Map() });
  return context.state.layouts.get(object);
};

const filled = (section) => ({ columns: 2, collapsed: false, card: false, ...section });
const beside = ({ related = null, related_tabs = null, highlights = null }) => ({ related, related_tabs, highlights });
const contentOf = (layout) => ({
  labels: layout.labels, roles: layout.roles ?? [], types: layout.types ?? [], ...beside(layout),
  sections: (layout.sections ?? []).map(filled), tabs: (layout.tabs ?? []).map((tab) => ({ ...tab, sections: tab.sections.map(filled) })),
});
const ownOf = (object) => contentOf({ labels: OWN_LABELS, ...object.layout });
const liveOf = (object, name) => {
  if (name === OWN) return ownOf(object);
  const found = (object.layouts ?? []).find((one) => one.name === name);
  return found && contentOf(found);
};
const fieldsOf = (content) => [...content.sections.map((s) => [s, null]), ...content.tabs.flatMap((tab) => tab.sections.map((s) => [s, tab]))].flatMap(([s]) => s.fields.map((field) => ({ field, section: s })));

function changesBetween(context, object, before, after) {
  if (!before) return [];
  const say = (labels) => labels[context.english ? 'en' : 'zh-CN'] ?? Object.values(labels)[0] ?? '';
  const label = (name) => say(object.fields.find((f) => f.name === name)?.labels ?? {});
  const [a, b] = [fieldsOf(before), fieldsOf(after)];
  const plain = (kind) => ({ kind, field: null, label: null, from: null, to: null });
  const whole = ['labels', 'roles', 'types', 'related', 'related_tabs', 'highlights'].filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key])).map((key) => plain(key === 'labels' ? 'label' : key));
  const at = (list, field) => list.find((one) => one.field === field)?.section;
  const added = b.filter((one) => !at(a, one.field)).map((one) => ({ kind: 'added', field: one.field, label: label(one.field), from: null, to: say(one.section.labels) }));
  const gone = a.filter((one) => !at(b, one.field)).map((one) => ({ kind: 'removed', field: one.field, label: label(one.field), from: say(one.section.labels), to: null }));
  const moved = b.filter((one) => at(a, one.field) && say(at(a, one.field).labels) !== say(one.section.labels)).map((one) => ({ kind: 'moved', field: one.field, label: label(one.field), from: say(at(a, one.field).labels), to: say(one.section.labels) }));
  return [...whole, ...added, ...moved, ...gone];
}

const told = ({ number, at, by }) => ({ number, at, by });
const userOf = (context) => context.state.records.get('user').get(context.userId);
const me = (context) => ({ id: context.userId, object: 'user', name: userOf(context)?.name ?? '' });

function stateOf(context, object, name) {
  const { drafts, versions } = shelf(context, object.name);
  const live = liveOf(object, name);
  const draft = drafts.get(name);
  const top = draft?.content ?? live;
  if (!top) throw missing();
  const locale = context.english ? 'en' : 'zh-CN';
  const role = (id) => ({ id, object: 'role', name: context.state.records.get('role').get(id)?.name ?? null });
  return {
    name, labels: top.labels, label: top.labels[locale] || Object.values(top.labels)[0], roles: top.roles.map(role), types: top.types, live: live !== undefined,
    published: live ? (versions.get(name) ?? []).map(told)[0] ?? null : null,
    draft: draft ? { version: draft.version, updated_at: draft.at, updated_by: draft.by } : null,
  };
}

export function list(context, objectName) {
  needAdmin(context);
  const object = objectOf(context.state, objectName);
  const live = (object.layouts ?? []).map((one) => one.name);
  const fresh = [...shelf(context, objectName).drafts.keys()].filter((name) => name !== OWN && !live.includes(name));
  return { type_field: object.type_field ?? null, version: object.version, items: [...live, ...fresh, OWN].map((name) => stateOf(context, object, name)) };
}

export function read(context, objectName, name) {
  needAdmin(context);
  const object = objectOf(context.state, objectName);
  const { drafts, versions } = shelf(context, objectName);
  const state = stateOf(context, object, name);
  const content = drafts.get(name)?.content ?? liveOf(object, name);
  return { ...state, content: copy(content), changes: changesBetween(context, object, liveOf(object, name), content), versions: (versions.get(name) ?? []).map(told) };
}

function put(context, object, name, content) {
  const { drafts } = shelf(context, object.name);
  drafts.set(name, { version: (drafts.get(name)?.version ?? 0) + 1, content: copy(content), at: new Date(context.state.now()).toISOString(), by: me(context) });
}

const stale = (context, object, name, version) => {
  if (version != null && version !== (shelf(context, object.name).drafts.get(name)?.version ?? 0)) throw new Problem('meta_changed');
};

export function begin(context, objectName, body) {
  needAdmin(context);
  const object = objectOf(context.state, objectName);
  if (!Object.values(body.labels ?? {}).some(Boolean)) throw invalid({ field: 'labels', code: 'required' });
  const taken = list(context, objectName).items.map((one) => one.name);
  let number = 1;
  while (taken.includes(`layout_${number}`)) number += 1;
  const base = liveOf(object, body.from ?? OWN);
  if (!base) throw missing();
  put(context, object, `layout_${number}`, { ...base, labels: body.labels, roles: [], types: [] });
  return read(context, objectName, `layout_${number}`);
}

export function arrange(context, objectName, body) {
  needAdmin(context);
  const object = objectOf(context.state, objectName);
  if (body.version != null && body.version !== object.version) throw new Problem('meta_changed');
  if ('type_field' in body) object.type_field = body.type_field;
  if (body.order) object.layouts = body.order.map((name) => object.layouts.find((one) => one.name === name));
  bump(context, object);
  return list(context, objectName);
}

export function save(context, objectName, name, body) {
  needAdmin(context);
  const object = objectOf(context.state, objectName);
  stale(context, object, name, body.version);
  const { version: _, ...content } = body;
  const before = shelf(context, objectName).drafts.get(name)?.content ?? liveOf(object, name);
  if (!before) throw missing();
  put(context, object, name, { ...before, ...content });
  return read(context, objectName, name);
}

export function discard(context, objectName, name) {
  needAdmin(context);
  if (!shelf(context, objectName).drafts.delete(name)) throw missing();
}

function goLive(context, object, name, content) {
  const lost = object.fields.filter((f) => f.required && f.default == null && !f.read_only && !f.system && !fieldsOf(content).some((one) => one.field === f.name));
  if (lost.length) throw invalid({ field: 'sections', code: 'required' });
  const { drafts, versions } = shelf(context, object.name);
  const known = versions.get(name) ?? [];
  const at = new Date(context.state.now()).toISOString();
  const before = liveOf(object, name);
  const kept = known.length || !before ? known : [{ number: 1, at, by: null, content: before }];
  versions.set(name, [{ number: (kept[0]?.number ?? 0) + 1, at, by: me(context), content: copy(content) }, ...kept]);
  drafts.delete(name);
  const { labels, roles, types, ...arranged } = copy(content);
  if (name === OWN) object.layout = arranged;
  else object.layouts = [...(object.layouts ?? []).filter((one) => one.name !== name), { name, labels, roles, types, ...arranged }];
  bump(context, object);
}

export function publishDraft(context, objectName, name, body) {
  needAdmin(context);
  const object = objectOf(context.state, objectName);
  const draft = shelf(context, objectName).drafts.get(name);
  if (!draft) throw missing();
  stale(context, object, name, body.version);
  goLive(context, object, name, draft.content);
  return read(context, objectName, name);
}

const versionOf = (context, objectName, name, number) => {
  const found = (shelf(context, objectName).versions.get(name) ?? []).find((one) => one.number === Number(number));
  if (!found) throw missing();
  return found;
};

export function revert(context, objectName, name, body) {
  needAdmin(context);
  const object = objectOf(context.state, objectName);
  const version = versionOf(context, objectName, name, body.number);
  stale(context, object, name, body.version);
  if (body.publish) goLive(context, object, name, version.content);
  else put(context, object, name, version.content);
  return read(context, objectName, name);
}

export function version(context, objectName, name, number) {
  needAdmin(context);
  const object = objectOf(context.state, objectName);
  const found = versionOf(context, objectName, name, number);
  return { ...told(found), content: copy(found.content), changes: changesBetween(context, object, liveOf(object, name), found.content) };
}

export function drop(context, objectName, name) {
  needAdmin(context);
  const object = objectOf(context.state, objectName);
  const { drafts, versions } = shelf(context, objectName);
  if (name === OWN || (!drafts.has(name) && !liveOf(object, name))) throw missing();
  drafts.delete(name);
  versions.delete(name);
  object.layouts = (object.layouts ?? []).filter((one) => one.name !== name);
  bump(context, object);
}

/** The layouts on which a field stands. */
export function showing(context, objectName, field) {
  const object = objectOf(context.state, objectName);
  const has = (content) => content !== undefined && (fieldsOf(content).some((one) => one.field === field) || content.highlights?.includes(field));
  return list(context, objectName).items.flatMap(({ name, label }) => {
    const [live, draft] = [has(liveOf(object, name)), has(shelf(context, objectName).drafts.get(name)?.content)];
    return live || draft ? [{ name, label, live, draft }] : [];
  });
}

/** The caller's layouts, as everybody reads them. */
export function layoutsOf(context, object, say) {
  const lay = (layout) => ({ ...beside(layout), sections: (layout.sections ?? []).map((s) => ({ ...filled(s), label: say(s.labels) })), tabs: (layout.tabs ?? []).map((tab) => ({ ...tab, label: say(tab.labels), sections: tab.sections.map((s) => ({ ...filled(s), label: say(s.labels) })) })) });
  const mine = (object.layouts ?? []).filter((one) => !one.roles?.length || one.roles.some((id) => userOf(context)?.roles?.includes(id)));
  return { type_field: object.type_field ?? null, layout: lay(object.layout), layouts: mine.map((one) => ({ name: one.name, types: one.types ?? [], ...lay(one) })) };
}
