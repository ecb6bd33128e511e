// Computed fields of the mock: formulas of the four operations over own fields, look-ups and roll-ups at read time.
import { showing } from './layouts.mjs';
import { Problem, invalid } from './problems.mjs';
import { matches } from './query.mjs';
import { objectOf } from './records.mjs';
import { showingViews } from './views.mjs';

const FUNCTIONS = [
  ['IF', '如果', 'logic', 'IF(condition, then, otherwise)', '条件成立时取第二个值，否则取第三个值', 'The second value when the condition holds, otherwise the third'],
  ['ROUND', '四舍五入', 'number', 'ROUND(number, places)', '四舍五入到指定小数位', 'Rounded to so many places'],
  ['CONCAT', '连接', 'text', 'CONCAT(text1, text2, …)', '把文字连在一起', 'Texts one behind the other'],
  ['DATEDIFF', '日期差', 'time', 'DATEDIFF(start, end, "day")', '两个日期相差的整天数', 'How many whole units lie between'],
];

export const functions = (context) => ({ items: FUNCTIONS.map(([name, alias, group, usage, zh, en]) => ({ name, alias, group, usage, text: context.english ? en : zh })) });

const NUMBERS = ['integer', 'decimal', 'money', 'percent'];

/** Reads `a * (b + 2)` over fields; answers its parts or where it is wrong. */
export function readFormula(object, text) {
  const tokens = [...text.matchAll(/\s*([\p{L}_][\p{L}\p{N}_]*|\d+(?:\.\d+)?|.)/gsu)].map((m) => ({ text: m[1], at: m.index + m[0].length - m[1].length }));
  const fields = [];
  const kept = tokens.map((token) => {
    if (!/^[\p{L}_]/u.test(token.text)) return token.text;
    const found = object.fields.find((f) => f.name === token.text || Object.values(f.labels).includes(token.text));
    if (!found) return { error: { position: token.at + 1, length: token.text.length, message: `没有叫“${token.text}”的字段` } };
    fields.push(found);
    return found.name;
  });
  const wrong = kept.find((one) => typeof one === 'object');
  if (wrong) return wrong;
  const last = tokens.at(-1);
  if (!last || /[-+*/(]/.test(last.text)) return { error: { position: text.length + 1, length: 1, message: '公式在这里断了，请补上一个值' } };
  return { formula: kept.join(' '), fields };
}

const amount = (value) => (value && typeof value === 'object' ? Number(value.amount) : value == null ? null : Number(value));

/** The number that a kept formula gives for a record, by precedence; nothing when a part is empty. */
export function compute(formula, record) {
  const parts = formula.split(' ');
  let at = 0;
  const operand = () => {
    const part = parts[at++];
    if (part === '(') { const inner = sum(); at += 1; return inner; }
    return /^\d/.test(part) ? Number(part) : amount(record[part]);
  };
  const both = (a, b, run) => (a == null || b == null ? null : run(a, b));
  const product = () => {
    let left = operand();
    while (parts[at] === '*' || parts[at] === '/') left = parts[at++] === '*' ? both(left, operand(), (a, b) => a * b) : both(left, operand(), (a, b) => (b ? a / b : null));
    return left;
  };
  const sum = () => {
    let left = product();
    while (parts[at] === '+' || parts[at] === '-') left = parts[at++] === '+' ? both(left, product(), (a, b) => a + b) : both(left, product(), (a, b) => a - b);
    return left;
  };
  return sum();
}

export function checkFormula(context, name, { formula = '', record }) {
  const object = objectOf(context.state, name);
  const read = readFormula(object, formula);
  const empty = { ok: false, formula: null, readable: null, kind: null, fields: [], clock: false, value: null, error: null };
  if (read.error) return { ...empty, error: read.error };
  const found = record && context.state.records.get(name)?.get(record);
  const value = found ? compute(read.formula, found) : null;
  return { ...empty, ok: true, formula: read.formula, readable: formula, kind: 'decimal', fields: read.fields.map((f) => f.name), value: value == null ? null : String(value) };
}

/** The properties of a new computed field; throws when they don't hold together. */
export function computedField(context, object, body) {
  if (body.kind === 'formula') {
    const read = readFormula(object, body.formula ?? '');
    if (read.error) throw invalid({ field: 'formula', code: 'bad_value' });
    return { kind: body.result === 'percent' ? 'percent' : 'decimal', scale: 2, computed: { by: 'formula', formula: read.formula, readable: { 'zh-CN': body.formula, en: body.formula } } };
  }
  if (body.kind === 'lookup') {
    const [via, last] = String(body.lookup ?? '').split('.');
    const hop = object.fields.find((f) => f.name === via || Object.values(f.labels).includes(via));
    const source = hop?.target && objectOf(context.state, hop.target).fields.find((f) => f.name === last || Object.values(f.labels).includes(last));
    if (!source) throw invalid({ field: 'lookup', code: 'required' });
    return { kind: source.kind, scale: source.scale, options: source.options, target: source.target, computed: { by: 'lookup', path: `${hop.name}.${source.name}` } };
  }
  const { object: child, via, fn, field, filter } = body.rollup ?? {};
  const source = context.state.objects.get(child)?.fields.find((f) => f.name === field);
  if (!context.state.objects.get(child)?.fields.some((f) => f.name === via)) throw invalid({ field: 'rollup', code: 'required' });
  if (fn !== 'count' && !NUMBERS.includes(source?.kind)) throw invalid({ field: 'rollup', code: 'required' });
  return { kind: fn === 'count' ? 'integer' : source.kind, scale: source?.scale, computed: { by: 'rollup', object: child, via, fn, ...(field && { field }), ...(filter && { filter }) } };
}

function rollup({ object: child, via, fn, field, filter }, record, state) {
  const def = state.objects.get(child);
  const rows = [...state.records.get(child).values()].filter((r) => !r.deleted_at && r[via] === record.id && matches(filter ?? undefined, r, def, { now: state.now() }));
  if (fn === 'count') return rows.length;
  const numbers = rows.map((r) => amount(r[field])).filter((n) => n != null);
  if (!numbers.length) return fn === 'sum' ? 0 : null;
  if (fn === 'min' || fn === 'max') return Math[fn](...numbers);
  const total = numbers.reduce((a, b) => a + b, 0);
  return fn === 'sum' ? total : total / numbers.length;
}

const shaped = (value, f) => {
  if (value == null) return null;
  if (f.kind === 'integer') return Math.round(value);
  const text = (f.kind === 'percent' && f.computed.by === 'formula' ? value * 100 : value).toFixed(f.scale ?? 2);
  return f.kind === 'money' ? { amount: text, currency: 'CNY' } : text;
};

/** Puts the computed values of a record into it, as they are now. */
export function fill(state, record) {
  const object = state.objects.get(record.object);
  for (const f of object?.fields ?? []) {
    if (f.computed?.by === 'formula') record[f.name] = shaped(compute(f.computed.formula, record), f);
    if (f.computed?.by === 'rollup') record[f.name] = shaped(rollup(f.computed, record, state), f);
    if (f.computed?.by === 'lookup') {
      const [via, last] = f.computed.path.split('.');
      const target = object.fields.find((one) => one.name === via)?.target;
      record[f.name] = state.records.get(target)?.get(record[via])?.[last] ?? null;
    }
  }
  return record;
}

/** The computed fields that read a field, and what would lose it; of an option, who asks for it and how many hold it. */
export function usesOf(context, name, field, option) {
  const own = objectOf(context.state, name);
  const say = (labels) => labels[context.english ? 'en' : 'zh-CN'] ?? Object.values(labels)[0];
  const items = [...context.state.objects.values()].flatMap((object) => object.fields.filter((f) => f.computed && reads(object, f, name, field)).map((f) => ({ by: f.computed.by, object: object.name, object_label: say(object.labels), name: f.name, label: say(f.labels) })));
  const views = showingViews(context, name, field, option);
  if (option) {
    const held = [...(context.state.records.get(name)?.values() ?? [])].filter((record) => !record.deleted_at && [record[field]].flat().includes(option)).length;
    return { items: [], layouts: [], places: [], ...views, records: { value: held, exact: true } };
  }
  return { items, layouts: showing(context, name, field), places: own.list_columns.includes(field) ? ['list'] : [], ...views, records: null };
}

function reads(object, f, name, field) {
  const { by, formula, path, object: child, via, field: of } = f.computed;
  if (by === 'formula') return object.name === name && formula.split(' ').includes(field);
  if (by === 'rollup') return child === name && [via, of].includes(field);
  const [hop, last] = path.split('.');
  const target = object.fields.find((one) => one.name === hop)?.target;
  return (object.name === name && hop === field) || (target === name && last === field);
}

export function refuseUsed(context, name, field) {
  if (usesOf(context, name, field).items.length) throw new Problem('field_in_use');
}
