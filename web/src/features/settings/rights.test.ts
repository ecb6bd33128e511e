import { describe, expect, it } from 'vitest';
import type { ObjectMeta } from '@/api/types';
import { clearRow, fieldRight, fillRow, isInherited, OTHERS, sameRights, scopeOf, scopesFor, setFieldRight, setScope, usualRight, type Grants } from './rights';

const owned = { name: 'lead', owned: true } as ObjectMeta;
const free = { name: 'department', owned: false } as ObjectMeta;
const grants: Grants = { lead: { read: 'own', create: 'all' }, [OTHERS]: { read: 'all' } };

describe('grants', () => {
  it('fall back to the row of the others as a whole', () => {
    expect(scopeOf(grants, 'lead', 'edit')).toBe('none');
    expect(scopeOf(grants, 'account', 'read')).toBe('all');
    expect(isInherited(grants, 'account')).toBe(true);
    expect(isInherited(grants, 'lead')).toBe(false);
    expect(isInherited({}, 'lead')).toBe(false);
  });
  it('take over the inherited row when one cell of it is changed, and can go back', () => {
    const changed = setScope(grants, 'account', 'create', 'all');
    expect(changed.account).toEqual({ read: 'all', create: 'all' });
    expect(clearRow(changed, 'account')).toEqual(grants);
  });
  it('give sight to who may change', () => {
    expect(setScope({}, 'lead', 'edit', 'department').lead).toEqual({ edit: 'department', read: 'department' });
    expect(setScope({}, 'lead', 'create', 'all').lead).toEqual({ create: 'all' });
    expect(setScope(grants, 'lead', 'edit', 'all').lead).toEqual({ read: 'own', create: 'all', edit: 'all' });
  });
  it('know what has no scope', () => {
    expect(scopesFor('create', owned)).toEqual(['none', 'all']);
    expect(scopesFor('read', free)).toEqual(['none', 'all']);
    expect(scopesFor('read', owned)).toContain('own_and_below');
  });
  it('fill a row with what each action knows', () => {
    expect(fillRow({}, 'lead', 'own', owned).lead).toMatchObject({ create: 'all', import: 'all', read: 'own', bulk_edit: 'own' });
    expect(fillRow(grants, 'lead', 'none', owned).lead).toEqual({});
  });
  it('leave the design of an object to be granted by itself, with a look at it', () => {
    const designs = setScope({}, 'lead', 'define', 'all');
    expect(designs.lead).toEqual({ define: 'all', read: 'own' });
    expect(fillRow({}, 'lead', 'all', owned).lead).not.toHaveProperty('define');
    expect(fillRow(designs, 'lead', 'department', owned).lead).toMatchObject({ define: 'all', read: 'department' });
    expect(scopesFor('define', owned)).toEqual(['none', 'all']);
  });
});

describe('field rights', () => {
  it('keep only what differs from "write"', () => {
    const hidden = setFieldRight({}, 'lead', 'score', 'hidden');
    expect(fieldRight(hidden, 'lead', 'score')).toBe('hidden');
    expect(fieldRight(hidden, 'lead', 'name')).toBe('write');
    expect(setFieldRight(hidden, 'lead', 'score', 'write')).toEqual({});
    const usual = usualRight({ sensitive: true });
    expect(fieldRight({}, 'lead', 'x_card', usual)).toBe('masked');
    const opened = setFieldRight({}, 'lead', 'x_card', 'write', usual);
    expect(opened).toEqual({ lead: { x_card: 'write' } });
    expect(setFieldRight(opened, 'lead', 'x_card', 'masked', usual)).toEqual({});
  });
});

describe('sameRights', () => {
  it('does not mind the order or a written "none"', () => {
    const a = { grants: { lead: { read: 'own' as const, edit: 'none' as const } }, fields: {} };
    expect(sameRights(a, { grants: { lead: { read: 'own' } }, fields: {} })).toBe(true);
    expect(sameRights(a, { grants: { lead: { read: 'all' } }, fields: {} })).toBe(false);
    expect(sameRights(a, { grants: a.grants, fields: { lead: { x: 'read' } } })).toBe(false);
    expect(sameRights({ grants: { lead: { read: { departments: ['b', 'a'] } } }, fields: {} }, { grants: { lead: { read: { departments: ['a', 'b'] } } }, fields: {} })).toBe(true);
  });
});
