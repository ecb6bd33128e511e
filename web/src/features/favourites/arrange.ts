/** The navigation while somebody arranges it. */
import { GROUPS, hiddenBy, navigationGroups } from '@/app/shell/navigation';
import type { Group, Navigation, ObjectMeta } from '@/api/types';
import { shift } from '@/ui/shift';

export interface Arrangement {
  groups: { id: Group; items: string[] }[];
  hidden: string[];
}

const names = (objects: ObjectMeta[]) => objects.map((object) => object.name);

const unhidden = (order: Navigation | null) => order && { ...order, hidden: [] };

/** As it stands over the company's order, hidden objects in their places; groups that somebody has emptied among them. */
export function arrangementOf(objects: ObjectMeta[], own: Navigation | null, company: Navigation | null = null): Arrangement {
  const usual = navigationGroups(objects);
  const now = navigationGroups(objects, unhidden(own), unhidden(company));
  const of = (list: typeof now, group: Group) => names(list.find((entry) => entry.group === group)?.objects ?? []);
  const groups = GROUPS.map((id) => ({ id, items: of(now, id) })).filter(({ id, items }) => items.length > 0 || of(usual, id).length > 0);
  return { groups, hidden: hiddenBy(own, company) };
}

export const turned = (arrangement: Arrangement, name: string): Arrangement => {
  const { hidden } = arrangement;
  return { ...arrangement, hidden: hidden.includes(name) ? hidden.filter((one) => one !== name) : [...hidden, name] };
};

/** One place up or down in its group. */
export function shifted(arrangement: Arrangement, name: string, by: -1 | 1): Arrangement {
  return { ...arrangement, groups: arrangement.groups.map(({ id, items }) => ({ id, items: shift(items, items.indexOf(name), by) })) };
}

/** To the end of another group. */
export const taken = (arrangement: Arrangement, name: string, into: Group): Arrangement => ({
  ...arrangement,
  groups: arrangement.groups.map(({ id, items }) => {
    const others = items.filter((one) => one !== name);
    return { id, items: id === into ? [...others, name] : others };
  }),
});

/** With the groups that nothing stands in, too, so that something can be put there. */
export const withAllGroups = (arrangement: Arrangement): Arrangement => ({
  ...arrangement,
  groups: GROUPS.map((id) => arrangement.groups.find((group) => group.id === id) ?? { id, items: [] }),
});

const filled = ({ groups }: Arrangement) => JSON.stringify(groups.filter(({ items }) => items.length > 0));

/** What is kept of it; nothing when it is as usual. */
export function ownOf(objects: ObjectMeta[], { groups, hidden }: Arrangement, company: Navigation | null = null): Navigation | null {
  const usual = arrangementOf(objects, null, company);
  const same = JSON.stringify([...hidden].sort()) === JSON.stringify([...usual.hidden].sort());
  if (same && filled({ groups, hidden }) === filled(usual)) return null;
  return { groups: groups.map(({ id, items }) => ({ group: id, objects: items })), hidden };
}
