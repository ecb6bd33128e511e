import { describe, expect, it } from 'vitest';
import { means } from './spoken';

describe('a label is meant', () => {
  it.each([
    ['线索', true],
    ['xiansuo', true],
    ['xs', true],
    ['xians', true],
    ['xsuo', true],
    ['suo', true],
    ['xsx', false],
    ['sx', false],
    ['x', false],
    ['', true],
    ['客', false],
  ])('by %s: %s', (typed, expected) => {
    expect(means(typed, '线索', 'xian suo')).toBe(expected);
  });
});
