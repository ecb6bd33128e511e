import { describe, expect, it } from 'vitest';
import type { Field, RecordData } from '@/api/types';
import { baseOf, hasMoved, sameIn, since } from './base';

const field = { name: 'owner', kind: 'user', label: 'Owner', access: 'write' } as unknown as Field;
const li = { id: '1', object: 'user', name: 'Li' };
const wang = { id: '2', object: 'user', name: 'Wang' };
const record = (version: number, owner: unknown) => ({ id: 'a', object: 'lead', version, owner }) as unknown as RecordData;

describe('what a change was made from', () => {
  it('is the same value when the API takes it as the same, whatever it is called by now', () => {
    expect(sameIn(field, li, { ...li, name: 'Li Lei' })).toBe(true);
    expect(sameIn(field, li, wang)).toBe(false);
    expect(sameIn(field, li, null)).toBe(false);
  });

  it('has moved once a later version says otherwise', () => {
    const base = baseOf(record(3, li), field);
    expect(base).toEqual({ version: 3, value: li });
    expect(hasMoved(record(4, wang), field, base)).toBe(true);
    expect(hasMoved(record(4, li), field, base)).toBe(false);
    // Shown before it is saved: the version is the one it was made from.
    expect(hasMoved(record(3, wang), field, base)).toBe(false);
  });

  it('goes on from what one has saved oneself, unless somebody else was there', () => {
    const base = { version: 3, value: li };
    expect(since(base, { version: 5, value: li }, field).version).toBe(5);
    expect(since(base, { version: 5, value: wang }, field).version).toBe(3);
    expect(since(base, { version: 2, value: li }, field).version).toBe(3);
    expect(since(base, undefined, field)).toBe(base);
  });
});
