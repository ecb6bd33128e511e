/** The navigation while somebody arranges it. */
import { GROUPS, navigationGroups } from '@/app/shell/navigation';
import type { OwnNavigation } from '@/api/preferences';
import type { Group, ObjectMeta } from '@/api/types';

export interface Arrangement {
  groups: { id: Group; items: string[] }[];
  hidden: string[];
}

const names = (objects: ObjectMeta[]) => objects.map((object) => object.name);

/** As it stands, hidden objects in their places; groups that somebody has emptied among them. */
export function arrangementOf(objects: ObjectMeta[], own: OwnNavigation | null): Arrangement {
  const usual = navigationGroups(objects);
  const now = navigationGroups(objects, own && { ...own, hidden: [] });
  const of = (list: typeof now, group: Group) => names(list.find((entry) => entry.group === group)?.objects ?? []);
  const groups = GROUPS.map((id) => ({ id, items: of(now, id) })).filter(({ id, items }) => items.length > 0 || of(usual, id).length > 0);
  return { groups, hidden: own?.hidden ?? [] };
}

export const turned = (arrangement: Arrangement, name: string): Arrangement => {
  const { hidden } = arrangement;
  return { ...arrangement, hidden: hidden.includes(name) ? hidden.filter((one) => one !== name) : [...hidden, name] };
};

/** What is kept of it; nothing when it is as usual. */
export function ownOf(objects: ObjectMeta[], { groups, hidden }: Arrangement): OwnNavigation | null {
  const usual = arrangementOf(objects, null);
  if (hidden.length === 0 && JSON.stringify(groups) === JSON.stringify(usual.groups)) return null;
  return { groups: groups.map(({ id, items }) => ({ group: id, objects: items })), hidden };
}
