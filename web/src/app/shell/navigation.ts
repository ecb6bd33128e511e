/** What stands in the navigation, from the metadata and in a person's own order. */
import { may } from '@/api/meta';
import type { OwnNavigation } from '@/api/preferences';
import type { Group, ObjectMeta } from '@/api/types';

export const GROUPS: Group[] = ['sales', 'service', 'marketing', 'analytics', 'admin'];

export interface NavigationGroup {
  group: Group;
  objects: ObjectMeta[];
}

/**
 * Objects that have a place in the navigation and may be read, by group, in their order or the person's own. What is
 * new to somebody's own order stands behind the others of its group.
 */
export function navigationGroups(objects: ObjectMeta[], own: OwnNavigation | null = null): NavigationGroup[] {
  const shown = objects
    .filter((object) => object.nav !== null && may(object, 'read'))
    .sort((a, b) => (a.nav ?? 0) - (b.nav ?? 0) || a.name.localeCompare(b.name));
  const placed = own?.groups.flatMap((entry) => entry.objects) ?? [];
  return GROUPS.map((group) => {
    const chosen = own?.groups.find((entry) => entry.group === group)?.objects ?? [];
    const named = chosen.flatMap((name) => shown.find((object) => object.name === name) ?? []);
    const others = shown.filter((object) => object.group === group && !placed.includes(object.name));
    return { group, objects: [...named, ...others].filter((object) => !own?.hidden.includes(object.name)) };
  }).filter((entry) => entry.objects.length > 0);
}
