import { act, renderHook } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Field } from '@/api/types';
import { moveBetween } from '@/ui/sortable';
import { addSection, addTab, changeSection, contentOf, draftOf, dropSection, dropTab, fromGroups, hiddenRequired, layoutOf, moveField, moveSection, PALETTE, placeField, previewOf, sameDraft, takeField, toGroups, unplaced } from './draft';
import { useHistory } from './useHistory';

const field = (name: string, more: Partial<Field> = {}): Field => ({
  name, label: name, labels: { en: name }, kind: 'text', required: false, unique: false, read_only: false, system: false, custom: false,
  access: 'write', help: null, default: null, sortable: true, filterable: true, ...more,
});
const fields = [field('name', { required: true }), field('mobile'), field('x_size', { custom: true }), field('created_at', { system: true })];
const section = (label: string, names: string[]) => ({ labels: { en: label }, fields: names, columns: 2, collapsed: false, card: false });
const content = {
  labels: { en: 'Short' }, roles: ['r'], types: [], related: null, related_tabs: null, highlights: ['name', 'gone'],
  sections: [section('A', ['name', 'mobile', 'gone', 'name']), section('B', [])],
  tabs: [{ labels: { en: 'T' }, sections: [section('C', ['x_size', 'mobile'])] }],
};
const draft = draftOf(content, fields);
const [a, b, c] = draft.sections as [(typeof draft.sections)[0], (typeof draft.sections)[0], (typeof draft.sections)[0]];

describe('a layout that is designed', () => {
  it('forgets fields that are gone and doubles, and is sent as it was read', () => {
    expect(draft.sections.map((one) => one.fields)).toEqual([['name', 'mobile'], [], ['x_size']]);
    expect(unplaced(fields, draft.sections)).toEqual(['created_at']);
    const sent = contentOf(draft);
    expect(sent.tabs).toEqual([{ labels: { en: 'T' }, sections: [section('C', ['x_size'])] }]);
    expect(sent.highlights).toEqual(['name']);
    expect(sameDraft(draftOf(sent, fields), draft)).toBe(true);
    expect(layoutOf(draft, 'zh-CN').tabs?.[0]?.label).toBe('T');
  });
  it('moves fields and sections, and stops at the ends', () => {
    expect(moveField(draft.sections, 'mobile', -1)[0]?.fields).toEqual(['mobile', 'name']);
    expect(moveField(draft.sections, 'name', -1)[0]?.fields).toEqual(['name', 'mobile']);
    const turned = { ...draft, sections: moveSection(draft.sections, b.id, -1) };
    expect(contentOf(turned).sections.map((one) => one.labels.en)).toEqual(['B', 'A']);
    expect(contentOf(turned).tabs[0]?.sections.map((one) => one.labels.en)).toEqual(['C']);
    expect(sameDraft({ ...draft, sections: moveSection(draft.sections, a.id, -1) }, draft)).toBe(true);
    expect(sameDraft({ ...draft, sections: moveSection(draft.sections, c.id, 1) }, draft)).toBe(true);
    expect(placeField(draft.sections, 'name', c.id).map((one) => one.fields)).toEqual([['mobile'], [], ['x_size', 'name']]);
  });
  it('returns fields of a dropped section to the palette and warns of required ones', () => {
    expect(unplaced(fields, dropSection(draft.sections, a.id))).toContain('name');
    expect(hiddenRequired(fields, dropSection(draft.sections, a.id))).toEqual(['name']);
    expect(hiddenRequired(fields, takeField(draft.sections, 'mobile'))).toEqual([]);
  });
  it('keeps the sections of a tab that goes', () => {
    const more = addTab(draft, { en: 'U' }, { en: 'D' });
    expect(contentOf(more).tabs.map((tab) => tab.sections.length)).toEqual([1, 1]);
    const less = dropTab(more, draft.tabs[0]?.id ?? '');
    expect(contentOf(less).sections.map((one) => one.labels.en)).toEqual(['A', 'B', 'C']);
    expect(contentOf({ ...draft, sections: changeSection(draft.sections, c.id, { tab: null, columns: 1 }) }).sections[2]?.columns).toBe(1);
  });
  it('drags from the palette into a place and back', () => {
    const groups = toGroups(draft.sections, ['created_at']);
    const placed = fromGroups(draft.sections, moveBetween(groups, 'created_at', 'mobile'));
    expect(placed[0]?.fields).toEqual(['name', 'created_at', 'mobile']);
    const back = moveBetween(toGroups(placed, []), 'name', PALETTE);
    expect(fromGroups(placed, back)[0]?.fields).toEqual(['created_at', 'mobile']);
    expect(moveBetween(groups, 'created_at', b.id).find((one) => one.id === b.id)?.items).toEqual(['created_at']);
  });
  it('tells a changed layout from the saved one', () => {
    expect(sameDraft({ ...draft, sections: addSection(draft.sections, { en: 'C' }) }, draft)).toBe(false);
    expect(sameDraft({ ...draft, related: [] }, draft)).toBe(false);
    expect(sameDraft({ ...draft, related_tabs: [] }, draft)).toBe(false);
    expect(sameDraft({ ...draft, highlights: null }, draft)).toBe(false);
  });
  it('is previewed with the field rights of a role', () => {
    const object = { name: 'lead', fields, layouts: [{ name: 'x' }] } as never;
    const seen = previewOf(object, layoutOf(draft, 'en'), { mobile: 'hidden', name: 'read' });
    expect(seen.fields.map((one) => `${one.name} ${one.access}`)).toEqual(['name read', 'x_size write', 'created_at write']);
    expect(seen.layouts).toEqual([]);
  });
});

describe('steps back and forth', () => {
  it('join what is typed, and forget what was ahead after a change', () => {
    const { result } = renderHook(() => useHistory('a'));
    const step = (run: () => void) => act(run);
    step(() => result.current.change('b', 'label'));
    step(() => result.current.change('bc', 'label'));
    step(() => result.current.change('d'));
    expect(result.current.now).toBe('d');
    step(() => result.current.undo());
    expect(result.current.now).toBe('bc');
    step(() => result.current.undo());
    expect([result.current.now, result.current.canUndo]).toEqual(['a', false]);
    step(() => result.current.redo());
    expect(result.current.now).toBe('bc');
    step(() => result.current.change('e'));
    expect(result.current.canRedo).toBe(false);
    step(() => result.current.restart('z'));
    expect([result.current.now, result.current.canUndo]).toEqual(['z', false]);
  });
});
