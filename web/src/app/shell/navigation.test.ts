import { describe, expect, it } from 'vitest';
import type { OwnNavigation } from '@/api/preferences';
import { arrangementOf, ownOf, turned } from '@/features/favourites/arrange';
import { objectMeta } from '@/test/fields';
import { navigationGroups } from './navigation';

const objects = [
  objectMeta({ name: 'lead', nav: 10 }),
  objectMeta({ name: 'task', nav: 30 }),
  objectMeta({ name: 'account', nav: 20 }),
  objectMeta({ name: 'ticket', nav: 10, group: 'service' }),
  objectMeta({ name: 'hushed', nav: 40, actions: [] }),
  objectMeta({ name: 'inner', nav: null }),
];
const shown = (own: OwnNavigation | null) => navigationGroups(objects, own).map(({ group, objects: entries }) => [group, ...entries.map((one) => one.name)].join(' '));

describe('the navigation', () => {
  it.each<[string, OwnNavigation | null, string[]]>([
    ['as usual', null, ['sales lead account task', 'service ticket']],
    ['in an order of one’s own, what is new behind it', { groups: [{ group: 'sales', objects: ['task', 'lead'] }], hidden: [] }, ['sales task lead account', 'service ticket']],
    ['from one group into another', { groups: [{ group: 'sales', objects: ['ticket', 'lead', 'account', 'task'] }, { group: 'service', objects: [] }], hidden: [] }, ['sales ticket lead account task']],
    ['with some left out', { groups: [], hidden: ['ticket', 'account'] }, ['sales lead task']],
    ['never with more than one may read', { groups: [{ group: 'sales', objects: ['hushed', 'inner', 'gone', 'lead'] }], hidden: [] }, ['sales lead account task', 'service ticket']],
  ])('stands %s', (_, own, expected) => {
    expect(shown(own)).toEqual(expected);
  });

  it('is arranged with everything in its place, and is nothing to keep when it is as usual', () => {
    const own: OwnNavigation = { groups: [{ group: 'sales', objects: ['ticket', 'task'] }], hidden: ['task'] };
    const draft = arrangementOf(objects, own);
    expect(draft.groups).toEqual([{ id: 'sales', items: ['ticket', 'task', 'lead', 'account'] }, { id: 'service', items: [] }]);
    expect(shown(ownOf(objects, draft))).toEqual(shown(own));
    expect(shown(ownOf(objects, turned(draft, 'task')))).toEqual(['sales ticket task lead account']);
    const usual = arrangementOf(objects, null);
    expect(ownOf(objects, usual)).toBeNull();
    expect(ownOf(objects, turned(turned(usual, 'lead'), 'lead'))).toBeNull();
    expect(ownOf(objects, turned(usual, 'lead'))?.hidden).toEqual(['lead']);
  });
});
