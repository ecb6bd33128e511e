/** A role's rights as plain data: reading what holds, and changing it. */
import type { Action, Field, ObjectMeta } from '@/api/types';
import type { FieldRight, Grant, Role, Scope, ScopeWord } from '@/features/users/api';

export const ACTIONS: Action[] = ['create', 'read', 'edit', 'delete', 'transfer', 'import', 'export', 'bulk_edit', 'reveal', 'merge', 'define'];
/** Those without a record to look at: all or nothing. */
export const WITHOUT_SCOPE: Action[] = ['create', 'import', 'define'];
const SCOPES: ScopeWord[] = ['none', 'own', 'own_and_below', 'department', 'department_and_below', 'all'];
/** The row for every object that has no row of its own. */
export const OTHERS = '*';

export type Grants = Role['grants'];
export type FieldRights = Role['fields'];

export const isCustom = (scope: Scope): scope is { departments: string[] } => typeof scope === 'object';

/** What holds for an object: its own row, else that of the others. */
const grantOf = (grants: Grants, object: string): Grant => grants[object] ?? grants[OTHERS] ?? {};

export const scopeOf = (grants: Grants, object: string, action: Action): Scope => grantOf(grants, object)[action] ?? 'none';

export const isInherited = (grants: Grants, object: string): boolean => object !== OTHERS && grants[object] === undefined && grants[OTHERS] !== undefined;

/** Ownerless objects know only all or nothing. */
export function scopesFor(action: Action, object: ObjectMeta | null): ScopeWord[] {
  return WITHOUT_SCOPE.includes(action) || (object && !object.owned) ? ['none', 'all'] : SCOPES;
}

const tidy = (grant: Grant): Grant => Object.fromEntries(Object.entries(grant).filter(([, scope]) => scope !== 'none')) as Grant;

export function setScope(grants: Grants, object: string, action: Action, scope: Scope): Grants {
  const row = tidy({ ...grantOf(grants, object), [action]: scope });
  // Who may change or delete must see: reading is raised along when nothing was granted.
  const needsRead = action !== 'read' && action !== 'create' && action !== 'import' && scope !== 'none' && !row.read;
  // Whoever designs an object needs no more than a look at it.
  return { ...grants, [object]: needsRead ? { ...row, read: action === 'define' ? 'own' : scope } : row };
}

/** The same scope for a whole row, as far as each action knows it; who designs the object is decided apart. */
export function fillRow(grants: Grants, object: string, scope: ScopeWord, meta: ObjectMeta | null): Grants {
  const row: Grant = {};
  for (const action of ACTIONS.filter((one) => one !== 'define')) row[action] = scopesFor(action, meta).includes(scope) ? scope : scope === 'none' ? 'none' : 'all';
  const { define } = grantOf(grants, object);
  return { ...grants, [object]: tidy(define && scope !== 'none' ? { ...row, define } : row) };
}

/** Back to what holds for the others. */
export function clearRow(grants: Grants, object: string): Grants {
  const { [object]: _gone, ...rest } = grants;
  return rest;
}

/** What holds where a role says nothing. */
export const usualRight = (field: Pick<Field, 'sensitive'>): FieldRight => (field.sensitive ? 'masked' : 'write');

export const fieldRight = (fields: FieldRights, object: string, field: string, usual: FieldRight = 'write'): FieldRight => fields[object]?.[field] ?? usual;

export function setFieldRight(fields: FieldRights, object: string, field: string, right: FieldRight, usual: FieldRight = 'write'): FieldRights {
  const { [field]: _before, ...rest } = fields[object] ?? {};
  const row = right === usual ? rest : { ...rest, [field]: right };
  const { [object]: _row, ...others } = fields;
  return Object.keys(row).length ? { ...others, [object]: row } : others;
}

/** The value with keys in order and without grants of "none", so that equal rights have equal texts. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return [...value].sort();
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== 'none');
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, canonical(inner)]));
}

type Rights = Pick<Role, 'grants' | 'fields'>;
const text = ({ grants, fields }: Rights) => JSON.stringify({ grants: canonical(grants), fields: canonical(fields) });

export const sameRights = (a: Rights, b: Rights): boolean => text(a) === text(b);
