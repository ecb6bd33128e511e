/** Pages under /settings, for the sidebar and for the phone's "me" page. */
import { Blocks, Building2, CopyCheck, DatabaseBackup, FileCog, Fingerprint, KeyRound, ScrollText, Share2, ShieldCheck, UserRound, Users, Webhook, type LucideIcon } from 'lucide-react';

type Name = 'profile' | 'security' | 'tokens' | 'duplicates' | 'objects' | 'users' | 'roles' | 'sharing' | 'company' | 'audit' | 'backup' | 'config' | 'webhooks';

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
  { to: '/settings/objects', name: 'objects', icon: Blocks },
  { to: '/settings/users', name: 'users', icon: Users },
  { to: '/settings/roles', name: 'roles', icon: ShieldCheck },
  { to: '/settings/sharing', name: 'sharing', icon: Share2 },
  { to: '/settings/webhooks', name: 'webhooks', icon: Webhook },
  { to: '/settings/audit', name: 'audit', icon: ScrollText },
  { to: '/settings/backup', name: 'backup', icon: DatabaseBackup },
  { to: '/settings/config', name: 'config', icon: FileCog },
];

export function settingsEntries(admin: boolean): { group: 'own' | 'company'; entries: Entry[] }[] {
  const groups: { group: 'own' | 'company'; entries: Entry[] }[] = [{ group: 'own', entries: own }];
  if (admin) groups.push({ group: 'company', entries: company });
  return groups;
}
