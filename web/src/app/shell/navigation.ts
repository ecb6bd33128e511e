/** What stands in the navigation, from the metadata and in a person's own order. */
import { may, useMe, useObjects } from '@/api/meta';
import { usePreferences } from '@/api/preferences';
import type { Group, Navigation, ObjectMeta } from '@/api/types';

export const GROUPS: Group[] = ['sales', 'service', 'marketing', 'analytics', 'admin'];

export interface NavigationGroup {
  group: Group;
  objects: ObjectMeta[];
}

type Layer = Navigation | null;

/** An order laid over another: what it doesn't name stands behind the others of its group, as it stood. */
function laidOver(groups: NavigationGroup[], order: Layer): NavigationGroup[] {
  if (!order) return groups;
  const all = groups.flatMap((entry) => entry.objects);
  const placed = new Set(order.groups.flatMap((entry) => entry.objects));
  return groups.map(({ group, objects }) => {
    const chosen = order.groups.find((entry) => entry.group === group)?.objects ?? [];
    const named = chosen.flatMap((name) => all.find((object) => object.name === name) ?? []);
    return { group, objects: [...named, ...objects.filter((object) => !placed.has(object.name))] };
  });
}

/** What stays out of sight: what oneself has hidden, and what the company has, unless one's own order shows it. */
export function hiddenBy(own: Layer, company: Layer): string[] {
  const named = own?.groups.flatMap((entry) => entry.objects) ?? [];
  return [...(own?.hidden ?? []), ...(company?.hidden.filter((name) => !named.includes(name)) ?? [])];
}

/**
 * Objects that have a place in the navigation and may be read, by group: in their own order, over it the company's, over that the
 * person's.
 */
export function navigationGroups(objects: ObjectMeta[], own: Layer = null, company: Layer = null): NavigationGroup[] {
  const shown = objects
    .filter((object) => object.nav !== null && may(object, 'read'))
    .sort((a, b) => (a.nav ?? 0) - (b.nav ?? 0) || a.name.localeCompare(b.name));
  const usual = GROUPS.map((group) => ({ group, objects: shown.filter((object) => object.group === group) }));
  const hidden = new Set(hiddenBy(own, company));
  return laidOver(laidOver(usual, company), own)
    .map(({ group, objects: all }) => ({ group, objects: all.filter((object) => !hidden.has(object.name)) }))
    .filter((entry) => entry.objects.length > 0);
}

/** What stands in this person's navigation. */
export function useNavigation(): NavigationGroup[] {
  const company = useMe().arrangement?.navigation ?? null;
  return navigationGroups(useObjects(), usePreferences().navigation, company);
}
