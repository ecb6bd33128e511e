/** Pages under /settings, for the sidebar and for the phone's "me" page. */
import { Blocks, Building2, CalendarDays, CopyCheck, DatabaseBackup, FileCog, Fingerprint, KeyRound, LayoutDashboard, ListTree, Megaphone, Package, Palette, Paperclip, ScrollText, Share2, ShieldCheck, Target, UserRound, Users, Webhook, type LucideIcon } from 'lucide-react';
import { may } from '@/api/meta';
import type { Me, ObjectMeta } from '@/api/types';

type Name = 'profile' | 'security' | 'tokens' | 'duplicates' | 'objects' | 'users' | 'roles' | 'sharing' | 'company' | 'look' | 'home' | 'navigation' | 'announcements' | 'goals' | 'audit' | 'backup' | 'webhooks' | 'workdays' | 'files' | 'pack' | 'config';

interface Entry {
  to: `/settings/${Name}`;
  name: Name;
  icon: LucideIcon;
}

const own: Entry[] = [
  { to: '/settings/profile', name: 'profile', icon: UserRound },
  { to: '/settings/security', name: 'security', icon: Fingerprint },
  { to: '/settings/tokens', name: 'tokens', icon: KeyRound },
  { to: '/settings/duplicates', name: 'duplicates', icon: CopyCheck },
];
const company: Entry[] = [
  { to: '/settings/company', name: 'company', icon: Building2 },
  { to: '/settings/look', name: 'look', icon: Palette },
  { to: '/settings/home', name: 'home', icon: LayoutDashboard },
  { to: '/settings/navigation', name: 'navigation', icon: ListTree },
  { to: '/settings/announcements', name: 'announcements', icon: Megaphone },
  { to: '/settings/goals', name: 'goals', icon: Target },
  { to: '/settings/workdays', name: 'workdays', icon: CalendarDays },
  { to: '/settings/objects', name: 'objects', icon: Blocks },
  { to: '/settings/pack', name: 'pack', icon: Package },
  { to: '/settings/users', name: 'users', icon: Users },
  { to: '/settings/roles', name: 'roles', icon: ShieldCheck },
  { to: '/settings/sharing', name: 'sharing', icon: Share2 },
  { to: '/settings/files', name: 'files', icon: Paperclip },
  { to: '/settings/webhooks', name: 'webhooks', icon: Webhook },
  { to: '/settings/audit', name: 'audit', icon: ScrollText },
  { to: '/settings/backup', name: 'backup', icon: DatabaseBackup },
  { to: '/settings/config', name: 'config', icon: FileCog },
];

/** Administrators reach all of it, whoever designs some object the designer. */
export function settingsEntries({ admin }: Me, objects: ObjectMeta[]): { group: 'own' | 'company'; entries: Entry[] }[] {
  const groups: { group: 'own' | 'company'; entries: Entry[] }[] = [{ group: 'own', entries: own }];
  const reached = admin ? company : company.filter(({ name }) => name === 'objects' && objects.some((one) => may(one, 'define')));
  if (reached.length > 0) groups.push({ group: 'company', entries: reached });
  return groups;
}
