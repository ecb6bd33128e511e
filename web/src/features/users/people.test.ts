import { describe, expect, it } from 'vitest';
import type { Department, User } from './api';
import { makePassword, SHORTEST } from './password';
import { below, flatten, treeOf } from './tree';
import { choose } from './UserList';

const department = (id: string, parent: string | null): Department => ({ id, name: id, version: 1, head: null, parent: parent ? { id: parent, object: 'department', name: parent } : null });
const company = [department('east', 'sales'), department('top', null), department('sales', 'top'), department('market', 'top')];
const user = (login: string, at: string | null, more: Partial<User> = {}): User => ({
  id: login, login, name: login.toUpperCase(), email: null, mobile: null, active: true, department: at ? { id: at, object: 'department', name: at } : null, post: null, superior: null, roles: [], last_sign_in_at: null, locked: false, second_factor: false, must_change_password: false, ...more,
});

describe('departments', () => {
  it('stand as a tree whatever their order', () => {
    expect(flatten(treeOf(company)).map((node) => [node.department.id, node.depth])).toEqual([['top', 0], ['sales', 1], ['east', 2], ['market', 1]]);
  });
  it('show every department once even when parents are gone or run in a circle', () => {
    const broken = [department('a', 'b'), department('b', 'a'), department('c', 'gone'), department('d', 'd')];
    expect(flatten(treeOf(broken)).map((node) => node.department.id).sort()).toEqual(['a', 'b', 'c', 'd']);
  });
  it('include what is below', () => {
    expect([...below(company, 'sales')].sort()).toEqual(['east', 'sales']);
    expect([...below(company, 'gone')]).toEqual(['gone']);
  });
});

describe('choosing people', () => {
  const people = [user('gone', 'east', { active: false }), user('ann', 'east'), user('bob', 'market', { locked: true, email: 'bob@x.cn', post: '市场经理' })];
  const names = (...args: Parameters<typeof choose>) => choose(...args).map((one) => one.login);
  it('puts those who left at the end', () => expect(names(people, { q: '', department: null, state: null }, null)).toEqual(['ann', 'bob', 'gone']));
  it('by department, state and words', () => {
    expect(names(people, { q: '', department: 'sales', state: null }, below(company, 'sales'))).toEqual(['ann', 'gone']);
    expect(names(people, { q: '', department: null, state: 'locked' }, null)).toEqual(['bob']);
    expect(names(people, { q: 'X.CN', department: null, state: null }, null)).toEqual(['bob']);
    expect(names(people, { q: '经理', department: null, state: null }, null)).toEqual(['bob']);
  });
});

it('makes passwords that differ and are long enough', () => {
  const many = Array.from({ length: 50 }, makePassword);
  expect(new Set(many).size).toBe(50);
  expect(many.every((one) => one.length >= SHORTEST && /[A-Z]/.test(one) && /\d/.test(one) && !/[0O1lI]/.test(one))).toBe(true);
});
