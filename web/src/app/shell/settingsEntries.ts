/** Pages under /settings, for the sidebar and for the phone's "me" page. */
import { Blocks, Building2, DatabaseBackup, KeyRound, ScrollText, Share2, ShieldCheck, UserRound, Users, Webhook, type LucideIcon } from 'lucide-react';

interface Entry {
  to: '/settings/profile' | '/settings/tokens' | '/settings/objects' | '/settings/users' | '/settings/roles' | '/settings/sharing' | '/settings/company' | '/settings/audit' | '/settings/backup' | '/settings/webhooks';
  name: 'profile' | 'tokens' | 'objects' | 'users' | 'roles' | 'sharing' | 'company' | 'audit' | 'backup' | 'webhooks';
  icon: LucideIcon;
}

const own: Entry[] = [
  { to: '/settings/profile', name: 'profile', icon: UserRound },
  { to: '/settings/tokens', name: 'tokens', icon: KeyRound },
];
const company: Entry[] = [
  { to: '/settings/company', name: 'company', icon: Building2 },
  { to: '/settings/objects', name: 'objects', icon: Blocks },
  { to: '/settings/users', name: 'users', icon: Users },
  { to: '/settings/roles', name: 'roles', icon: ShieldCheck },
  { to: '/settings/sharing', name: 'sharing', icon: Share2 },
  { to: '/settings/webhooks', name: 'webhooks', icon: Webhook },
  { to: '/settings/audit', name: 'audit', icon: ScrollText },
  { to: '/settings/backup', name: 'backup', icon: DatabaseBackup },
];

export function settingsEntries(admin: boolean): { group: 'own' | 'company'; entries: Entry[] }[] {
  const groups: { group: 'own' | 'company'; entries: Entry[] }[] = [{ group: 'own', entries: own }];
  if (admin) groups.push({ group: 'company', entries: company });
  return groups;
}
