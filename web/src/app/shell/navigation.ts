/** What stands in the sidebar, from the metadata. */
import { may } from '@/api/meta';
import type { Group, ObjectMeta } from '@/api/types';

const ORDER: Group[] = ['sales', 'service', 'marketing', 'analytics', 'admin'];

export interface NavigationGroup {
  group: Group;
  objects: ObjectMeta[];
}

/** Objects that have a place in the navigation and may be read, by group, in their order. */
export function navigationGroups(objects: ObjectMeta[]): NavigationGroup[] {
  return ORDER.map((group) => ({
    group,
    objects: objects
      .filter((object) => object.group === group && object.nav !== null && may(object, 'read'))
      .sort((a, b) => (a.nav ?? 0) - (b.nav ?? 0) || a.name.localeCompare(b.name)),
  })).filter((entry) => entry.objects.length > 0);
}
