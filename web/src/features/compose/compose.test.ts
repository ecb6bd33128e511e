import { describe, expect, it } from 'vitest';
import type { Field } from '@/api/types';
import { readDraft, writeDraft } from './draft';
import { insertAt } from './insert';
import { FOLLOW_UP, placesOf } from './shape';

describe('a draft', () => {
  it('is kept for each record and form, and gone when empty', () => {
    writeDraft('activity', 'lead', '1', { kind: 'call', content: 'half a sen' }, 'kind');
    expect(readDraft('activity', 'lead', '1').content).toBe('half a sen');
    expect(readDraft('task', 'lead', '1')).toEqual({});
    expect(readDraft('activity', 'lead', '2')).toEqual({});
    writeDraft('activity', 'lead', '1', { kind: 'visit', content: ' ', concerns: [] }, 'kind');
    expect(localStorage.length).toBe(0);
  });

  it('of another make is not trusted', () => {
    for (const text of ['[1]', '"x"', 'not json']) {
      localStorage.setItem('shuke.draft.activity.lead.1', text);
      expect(readDraft('activity', 'lead', '1')).toEqual({});
    }
  });
});

describe('words that are put into a text', () => {
  it('stand where the caret was, in place of what was chosen', () => {
    expect(insertAt('客户说贵', 2, 2, '今天')).toEqual({ text: '客户今天说贵', caret: 4 });
    expect(insertAt('客户说贵', 2, 4, '没空')).toEqual({ text: '客户没空', caret: 4 });
  });

  it('are kept apart from Latin words', () => {
    expect(insertAt('called', 6, 6, 'twice')).toEqual({ text: 'called twice', caret: 12 });
    expect(insertAt('called again', 0, 0, 'we').text).toBe('we called again');
    expect(insertAt('打给', 2, 2, 'Anna')).toEqual({ text: '打给Anna', caret: 6 });
  });
});

describe('the places of a short form', () => {
  it('are taken by what the layout asks for; an added field stands with the rest', () => {
    const field = (name: string, kind: Field['kind'] = 'text') => ({ name, kind, label: name }) as Field;
    const asked = [field('kind', 'choice'), field('content', 'long_text'), field('outcome', 'choice'), field('files', 'attachment'), field('related', 'record'), field('x_mood', 'choice')];
    const places = placesOf(asked, FOLLOW_UP);
    expect(places.text?.name).toBe('content');
    expect(places.when).toBeUndefined();
    expect(places.picks.map((one) => one.name)).toEqual(['outcome']);
    expect(places.files?.name).toBe('files');
    expect(places.rest.map((one) => one.name)).toEqual(['x_mood']);
  });
});
