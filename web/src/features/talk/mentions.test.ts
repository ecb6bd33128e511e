import { describe, expect, it } from 'vitest';
import type { Ref } from '@/api/types';
import { named, pieces, typedAt, withName } from './mentions';

const person = (id: string, name: string): Ref => ({ id, object: 'user', name });

describe('an @ that is being written', () => {
  it.each([
    ['@', 1, { at: 0, q: '' }],
    ['请@王', 3, { at: 1, q: '王' }],
    ['请 @王', 4, { at: 2, q: '王' }],
    ['好，@wf', 5, { at: 2, q: 'wf' }],
    ['a@b', 3, null],
    ['@王芳 看', 5, null],
    ['第一行\n@w', 6, { at: 4, q: 'w' }],
  ])('%j at %i', (text, caret, expected) => {
    expect(typedAt(text, caret)).toEqual(expected);
  });

  it('becomes the name, and the caret stands behind it', () => {
    expect(withName('请 @wf看看', { at: 2, q: 'wf' }, 5, '王芳')).toEqual({ text: '请 @王芳 看看', caret: 6 });
    expect(withName('@w x', { at: 0, q: 'w' }, 2, '王芳')).toEqual({ text: '@王芳 x', caret: 4 });
  });
});

describe('whom a text speaks to', () => {
  const wang = person('1', '王芳');
  const long = person('2', '王芳芳');
  it('is who is still named in it, once', () => {
    expect(named('@王芳 好', [wang, wang, long])).toEqual([wang]);
  });
  it('is told by the longest name', () => {
    const mentions = [
      { user: wang, name: '王芳' },
      { user: long, name: '王芳芳' },
    ];
    expect(pieces('请@王芳芳和@王芳。@李', mentions)).toEqual([{ text: '请' }, { text: '@王芳芳', user: long }, { text: '和' }, { text: '@王芳', user: wang }, { text: '。@李' }]);
  });
});
