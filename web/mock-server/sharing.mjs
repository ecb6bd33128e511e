// Who has a record: team, transfer, reasons.
import { Problem, invalid } from './problems.mjs';
import * as records from './records.mjs';
import { refTo } from './values.mjs';

const teams = (state) => (state.teams ??= new Map());
const teamOf = (state, id) => teams(state).get(id) ?? [];

export function team(context, object, id) {
  records.read(context, object, id);
  const items = teamOf(context.state, id).map((member) => ({ ...member, user: refTo(context.state, 'user', member.user), added_by: refTo(context.state, 'user', member.added_by) }));
  return { items, can_change: true };
}

export function putMember(context, object, id, user, { level, until = null }) {
  records.read(context, object, id);
  if (!['read', 'write'].includes(level)) throw invalid({ field: 'level', code: 'required' });
  if (!context.state.records.get('user').has(user)) throw new Problem('not_found');
  const rest = teamOf(context.state, id).filter((member) => member.user !== user);
  teams(context.state).set(id, [...rest, { user, level, until, added_by: context.userId, added_at: new Date(context.state.now()).toISOString() }]);
  return team(context, object, id);
}

export function dropMember(context, object, id, user) {
  const before = teamOf(context.state, id);
  if (!before.some((member) => member.user === user)) throw new Problem('not_found');
  teams(context.state).set(id, before.filter((member) => member.user !== user));
}

export function transfer(context, object, id, { owner, keep = 'none', along = [] }) {
  const { state } = context;
  if (!state.records.get('user').has(owner)) throw invalid({ field: 'owner', code: 'unknown_reference' });
  const before = state.records.get(object).get(id)?.owner;
  records.update(context, object, id, { owner });
  if (keep !== 'none' && before) putMember(context, object, id, before, { level: keep });
  const transferred = { [object]: 1 };
  for (const name of along) {
    const field = state.objects.get(name).fields.find((one) => one.target === object);
    const gone = [...state.records.get(name).values()].filter((one) => one[field.name] === id && one.owner === before && !one.deleted_at);
    for (const one of gone) records.update(context, name, one.id, { owner });
    transferred[name] = gone.length;
  }
  return { transferred };
}

export function people(context, object, id, search) {
  const record = records.read(context, object, id);
  const own = { kind: 'role', role: context.english ? 'Sales' : '销售', scope: 'own', until: null };
  const all = ['read', 'edit', 'delete', 'transfer'].map((action) => ({ action, reasons: [own] }));
  const members = teamOf(context.state, id).map((member) => ({
    user: refTo(context.state, 'user', member.user),
    actions: (member.level === 'write' ? ['read', 'edit'] : ['read']).map((action) => ({ action, reasons: [{ kind: 'team', role: null, scope: null, until: member.until }] })),
  }));
  const items = [...(record.owner ? [{ user: record.owner, actions: all }] : []), ...members];
  const [offset, limit] = [Number(search.get('offset') ?? 0), Number(search.get('limit') ?? 500)];
  return { items: items.slice(offset, offset + limit), total: items.length };
}
