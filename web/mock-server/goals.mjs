// Goals: made by administrators, with amounts for the company, departments and people; reached is counted from the records.
import { invalid, needAdmin, Problem } from './problems.mjs';
import { matches } from './query.mjs';
import { uuid } from './random.mjs';
import { refTo } from './values.mjs';

const MONTHS = { month: 1, quarter: 3, year: 12 };
const all = (state) => (state.goals ??= new Map());
const people = (state) => [...state.records.get('user').values()].filter((user) => !user.deleted_at);
const departments = (state) => [...state.records.get('department').values()].filter((one) => !one.deleted_at);
const todayOf = (state) => new Date(state.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const day = (date) => date.toISOString().slice(0, 10);

function span(cycle, date) {
  const [year, month] = [Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1];
  const first = Math.floor(month / MONTHS[cycle]) * MONTHS[cycle];
  return [day(new Date(Date.UTC(year, first, 1))), day(new Date(Date.UTC(year, first + MONTHS[cycle], 0)))];
}

const show = ({ state }, { targets: _, deleted: __, by, ...goal }) => ({ ...goal, by: refTo(state, 'user', by), usable: true });

function found(context, id, deleted = false) {
  needAdmin(context);
  const one = all(context.state).get(id);
  if (!one || one.deleted !== deleted) throw new Problem('not_found');
  return one;
}

export function list(context) {
  needAdmin(context);
  const kept = [...all(context.state).values()].filter((one) => !one.deleted).reverse();
  return { items: kept.map((one) => show(context, one)), next_cursor: null };
}

function put(context, one, given) {
  const { ended, ...rest } = given;
  const next = { ...one, ...rest, version: one.version + 1, updated_at: new Date(context.state.now()).toISOString() };
  if (ended !== undefined) next.ended_on = ended ? todayOf(context.state) : null;
  if (!next.name?.trim()) throw invalid({ field: 'name', code: 'required' });
  if (JSON.stringify(next.filter ?? null).includes('@me')) throw invalid({ field: 'filter', code: 'goal_reader' });
  all(context.state).set(next.id, next);
  return show(context, next);
}

export function create(context, given) {
  needAdmin(context);
  const { state, userId } = context;
  return put(context, { id: uuid(state.random, state.now()), by: userId, ended_on: null, version: 0, field: null, filter: null, targets: new Map(), deleted: false }, given);
}

function fresh(one, match) {
  if (match && match !== `"${one.version}"`) throw new Problem('meta_changed');
  return one;
}

export const change = (context, id, given, match) => put(context, fresh(found(context, id), match), given);

export function drop(context, id, deleted) {
  found(context, id, !deleted).deleted = deleted;
}

/** The company, departments as they stand below each other, behind each its people. */
function tree(state) {
  const rows = [{ party: 'company', id: null, name: null, parent: null, depth: 0, active: true }];
  const below = (parent, depth) => {
    for (const one of departments(state).filter((it) => (it.parent ?? null) === parent)) {
      rows.push({ party: 'department', id: one.id, name: one.name, parent, depth, active: true });
      below(one.id, depth + 1);
    }
    for (const one of people(state).filter((it) => (it.department ?? null) === parent)) rows.push({ party: 'person', id: one.id, name: one.name, parent, depth, active: one.active !== false });
  };
  below(null, 1);
  return rows;
}

const keyOf = (whose, startsOn) => `${whose ?? ''}@${startsOn}`;

export function targets(context, id, asked) {
  const one = found(context, id);
  const year = Number(asked ?? todayOf(context.state).slice(0, 4));
  const periods = Array.from({ length: 12 / MONTHS[one.cycle] }, (_, at) => day(new Date(Date.UTC(year, at * MONTHS[one.cycle], 1))));
  const kept = [...one.targets].map(([key, amount]) => ({ whose: key.split('@')[0] || null, starts_on: key.split('@')[1], amount }));
  return { goal: show(context, one), year, periods, rows: tree(context.state), targets: kept.filter((it) => periods.includes(it.starts_on)) };
}

export function setTargets(context, id, { items }, match) {
  const one = fresh(found(context, id), match);
  const wrong = items.findIndex(({ amount }) => amount !== null && !/^\d+(\.\d{1,2})?$/.test(amount));
  if (wrong >= 0) throw invalid({ field: `items[${wrong}].amount`, code: 'bad_number' });
  for (const { whose, starts_on: startsOn, amount } of items) {
    if (amount === null) one.targets.delete(keyOf(whose, startsOn));
    else one.targets.set(keyOf(whose, startsOn), amount);
  }
  return put(context, one, {});
}

function below(state, id) {
  return [id, ...departments(state).filter((one) => one.parent === id).flatMap((one) => below(state, one.id))];
}

/** Whose amounts the caller is shown. */
function seen({ state, userId, admin }) {
  const headed = departments(state).filter((one) => one.head === userId).flatMap((one) => below(state, one.id));
  return (row) => admin || row.id === userId || headed.includes(row.party === 'department' ? row.id : row.parent);
}

function rowOf(context, goal, row, [from, to], target) {
  const { state, userId } = context;
  const object = state.objects.get(goal.object);
  const parts = goal.filter ? (goal.filter.and ?? [goal.filter]) : [];
  const within = row.party === 'department' ? below(state, row.id) : null;
  const owners = people(state).filter((user) => row.party === 'company' || user.id === row.id || within?.includes(user.department)).map((user) => user.id);
  const own = row.party === 'company' ? [] : [{ field: 'owner', op: 'in', value: owners }];
  const filter = { and: [...parts, { field: goal.date, op: 'between', value: [from, to] }, ...own] };
  const records = [...state.records.get(goal.object).values()].filter((one) => !one.deleted_at && matches(filter, one, object, { me: userId, now: state.now() }));
  const reached = goal.measure === 'count' ? records.length : records.reduce((sum, one) => sum + Number(one[goal.field]?.amount ?? one[goal.field] ?? 0), 0);
  const missing = Math.max(0, Number(target) - reached);
  return {
    party: row.party, id: row.id, name: row.name, own: row.id === userId, depth: row.party === 'person' ? 0 : Math.max(0, row.depth - 1), department: row.party === 'person' ? (departments(state).find((one) => one.id === row.parent)?.name ?? null) : null,
    target, reached: String(reached), percent: String(Math.round((1000 * reached) / Number(target)) / 10), missing: String(missing), per_day: missing ? String(Math.round((100 * missing) / 7) / 100) : null, rank: null, filter,
  };
}

export function progress(context, asked) {
  const { state } = context;
  const today = todayOf(state);
  const date = asked ?? today;
  const sees = seen(context);
  const goals = [...all(state).values()].filter((one) => !one.deleted && !one.ended_on).flatMap((goal) => {
    const [from, to] = span(goal.cycle, date);
    const has = tree(state).filter((row) => sees(row) && goal.targets.has(keyOf(row.id, from)));
    const rows = has.map((row) => rowOf(context, goal, row, [from, to], goal.targets.get(keyOf(row.id, from))));
    const persons = rows.filter((row) => row.party === 'person').sort((a, b) => Number(b.percent) - Number(a.percent));
    if (persons.length > 1) persons.forEach((row, at) => { row.rank = at + 1; });
    const days = 1 + (Date.parse(to) - Date.parse(from)) / 86_400_000;
    const begun = Math.min(days, Math.max(0, 1 + (Date.parse(today) - Date.parse(from)) / 86_400_000));
    const { id, name, object, measure, field, cycle } = goal;
    const currency = measure === 'sum' ? 'CNY' : null;
    const told = { id, name, object, measure, field, currency, cycle, starts_on: from, ends_on: to, days, days_begun: begun, problem: null, rows: [...rows.filter((row) => row.party !== 'person'), ...persons], truncated: false };
    return rows.length ? [told] : [];
  });
  return { date, today, step: 'month', goals };
}
