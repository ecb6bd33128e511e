// Objects and fields as the caller sees them, and the administrators' changes to them.
import { invalid, needAdmin, Problem } from './problems.mjs';
import { ACTIONS, field as makeField } from './meta.mjs';
import { publish } from './events.mjs';
import { objectOf } from './records.mjs';
import { layoutsOf } from './layouts.mjs';
import { computedField, refuseUsed } from './computed.mjs';

const KINDS = ['text', 'long_text', 'rich_text', 'integer', 'decimal', 'money', 'percent', 'bool', 'date', 'datetime', 'time', 'rating', 'choice', 'multi_choice', 'cascade', 'phone', 'email', 'url', 'id_card', 'credit_code', 'region', 'address', 'location', 'reference', 'multi_reference', 'user', 'department', 'tags', 'attachment', 'image', 'signature', 'auto_number', 'record', 'lines'];
const FIELD_KEYS = ['labels', 'required', 'unique', 'sensitive', 'helps', 'default', 'max_length', 'min', 'max', 'format', 'scale', 'options', 'target', 'pattern'];
const RULES = ['visible_when', 'required_when', 'read_only_when'];
const COMPUTED = ['formula', 'lookup', 'rollup'];
const OBJECT_KEYS = ['labels', 'plurals', 'icon', 'color', 'group', 'nav', 'stage_field', 'list_columns', 'layout', 'checks', 'duplicates'];

/** Metadata in the caller's language and under the caller's field rights. */
export function showObject(context, object) {
  const locale = context.english ? 'en' : 'zh-CN';
  const rights = context.fieldRights(object.name);
  const say = (texts) => texts?.[locale] || texts?.['zh-CN'] || texts?.en || null;
  return {
    ...object, label: say(object.labels), plural: say(object.plurals), actions: context.admin ? ACTIONS : context.actions(object.name),
    fields: object.fields.filter((f) => rights[f.name] !== 'hidden').map((f) => showField(f, say, rights[f.name])),
    checks: (object.checks ?? []).map((check) => ({ ...check, message: say(check.messages) })),
    ...layoutsOf(context, object, say),
  };
}

const showField = (f, say, right) => ({
  ...f, label: say(f.labels), help: say(f.helps), access: right === 'masked' ? 'masked' : right === 'read' || f.read_only ? 'read' : 'write', ...(right === 'masked' && { sortable: false, filterable: false }), ...(f.options && { options: f.options.map((o) => ({ ...o, label: say(o.labels) })) }),
  ...(f.format && { format: { messages: {}, ...f.format, message: say(f.format.messages) ?? '格式不正确', live: true } }),
});

export const listObjects = (context) => ({ version: context.state.metaVersion, objects: [...context.state.objects.values()].filter((o) => context.admin || context.actions(o.name).length).map((o) => showObject(context, o)) });

export function bump(context, object) {
  context.state.metaVersion += 1;
  if (object) object.version += 1;
  publish(context.state, 'meta', { version: context.state.metaVersion });
}

function customName(name) {
  const plain = String(name ?? '').trim();
  const full = plain.startsWith('x_') ? plain : `x_${plain}`;
  if (!/^x_[a-z][a-z0-9_]{0,40}$/.test(full)) throw invalid({ field: 'name', code: 'bad_name' });
  return full;
}

export function createObject(context, body) {
  needAdmin(context);
  const name = customName(body.name);
  if (context.state.objects.has(name)) throw new Problem('object_exists', { errors: [{ field: 'name', code: 'object_exists' }] });
  if (!body.labels?.['zh-CN'] && !body.labels?.en) throw invalid({ field: 'labels', code: 'required' });
  const stamp = (n, kind, zh, en) => makeField(n, kind, zh, en, { system: true, read_only: n !== 'owner', target: kind === 'user' ? 'user' : undefined });
  const object = {
    name, labels: body.labels, plurals: body.plurals ?? body.labels, icon: body.icon ?? 'box', color: body.color ?? 'brand', group: body.group ?? 'sales', nav: 90, custom: true, owned: body.owned ?? true,
    name_field: 'name', stage_field: null, timeline: true, search_fields: ['name'], list_columns: ['name', 'owner', 'created_at'], version: 1,
    fields: [makeField('name', 'text', '名称', 'Name', { required: true, max_length: 200 }), stamp('owner', 'user', '负责人', 'Owner'), stamp('created_at', 'datetime', '创建时间', 'Created'), stamp('created_by', 'user', '创建人', 'Created by'), stamp('updated_at', 'datetime', '更新时间', 'Updated'), stamp('updated_by', 'user', '更新人', 'Updated by')],
    layout: { sections: [{ labels: { 'zh-CN': '基本信息', en: 'Basics' }, fields: ['name', 'owner'] }] },
  };
  context.state.objects.set(name, object);
  context.state.records.set(name, new Map());
  bump(context);
  return showObject(context, object);
}

export function changeObject(context, name, body) {
  needAdmin(context);
  const object = objectOf(context.state, name);
  if (body.version != null && body.version !== object.version) throw new Problem('conflict', { errors: [{ field: 'version', code: 'conflict', theirs: object.version }] });
  for (const key of OBJECT_KEYS) if (key in body) object[key] = body[key];
  bump(context, object);
  return showObject(context, object);
}

function checkField(context, body, kind) {
  const errors = [];
  const wrong = (f, code) => errors.push({ field: f, code });
  if (!body.labels?.['zh-CN'] && !body.labels?.en) wrong('labels', 'required');
  if (!KINDS.includes(kind)) wrong('kind', 'bad_value');
  if (['choice', 'multi_choice', 'cascade'].includes(kind) && !body.options?.length) wrong('options', 'required');
  if ((kind === 'reference' || kind === 'multi_reference') && !context.state.objects.has(body.target)) wrong('target', 'required');
  if (kind === 'lines' && !body.columns?.length) wrong('columns', 'required');
  if (kind === 'auto_number' && !/\{0+\}/.test(body.pattern ?? '')) wrong('pattern', 'bad_value');
  if (body.min != null && body.max != null && Number(body.min) > Number(body.max)) wrong('max', 'out_of_range');
  if (errors.length) throw invalid(...errors);
}

function takeRules(field, body) {
  const rules = { ...field.rules };
  for (const name of RULES) if (name in body) rules[name] = body[name] ?? undefined;
  const set = Object.entries(rules).filter(([, rule]) => rule);
  if (set.length) field.rules = Object.fromEntries(set);
  else delete field.rules;
}

/** The columns of a sub-table; a formula gives an amount here. */
function columnsOf(given, known = []) {
  return given.map((one) => {
    const before = known.find((column) => column.name === one.name);
    const formula = one.formula ?? before?.computed?.formula;
    const made = { ...makeField(one.name, one.kind === 'formula' ? 'money' : (one.kind ?? before?.kind), '', '', { custom: true }), ...before, ...one };
    if (formula) Object.assign(made, { kind: before?.kind ?? 'money', read_only: true, computed: { by: 'formula', formula } });
    made.label = one.labels?.['zh-CN'] ?? one.labels?.en ?? one.name;
    return made;
  });
}

export function createField(context, objectName, body) {
  needAdmin(context);
  const object = objectOf(context.state, objectName);
  const name = customName(body.name);
  if (object.fields.some((f) => f.name === name)) throw new Problem('field_exists', { errors: [{ field: 'name', code: 'field_exists' }] });
  const computed = COMPUTED.includes(body.kind) && computedField(context, object, body);
  if (!computed) checkField(context, body, body.kind);
  const made = makeField(name, computed ? computed.kind : body.kind, '', '', { custom: true });
  for (const key of FIELD_KEYS) if (key in body) made[key] = body[key];
  if (body.columns) made.columns = columnsOf(body.columns);
  takeRules(made, body);
  if (body.kind === 'user' || body.kind === 'department') made.target = body.kind;
  if (computed) Object.assign(made, computed, { read_only: true });
  object.fields.splice(object.fields.findIndex((f) => f.system), 0, made);
  object.layout.sections.at(-1)?.fields.push(name);
  bump(context, object);
  return showObject(context, object).fields.find((f) => f.name === name);
}

export function changeField(context, objectName, name, body) {
  needAdmin(context);
  const object = objectOf(context.state, objectName);
  const found = object.fields.find((f) => f.name === name);
  if (!found) throw new Problem('not_found');
  if (found.computed && COMPUTED.some((by) => by in body)) found.computed = computedField(context, object, { ...body, kind: found.computed.by }).computed;
  else checkField(context, { ...found, ...body }, found.kind);
  for (const key of FIELD_KEYS) if (key in body) found[key] = body[key];
  if (body.columns) found.columns = columnsOf(body.columns, found.columns);
  takeRules(found, body);
  bump(context, object);
  return showObject(context, object).fields.find((f) => f.name === name);
}

export function dropField(context, objectName, name) {
  needAdmin(context);
  const object = objectOf(context.state, objectName);
  const found = object.fields.find((f) => f.name === name);
  if (!found) throw new Problem('not_found');
  if (!found.custom) throw new Problem('forbidden');
  refuseUsed(context, objectName, name);
  object.fields = object.fields.filter((f) => f !== found);
  object.list_columns = object.list_columns.filter((f) => f !== name);
  for (const s of [object.layout, ...(object.layouts ?? [])].flatMap((one) => [...one.sections, ...(one.tabs ?? []).flatMap((tab) => tab.sections)])) s.fields = s.fields.filter((f) => f !== name);
  bump(context, object);
}
