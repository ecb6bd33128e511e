/** Pages under /settings, for the sidebar and for the phone's "me" page. */
import { Blocks, Building2, CopyCheck, DatabaseBackup, KeyRound, ScrollText, ShieldCheck, UserRound, Users, type LucideIcon } from 'lucide-react';

interface Entry {
  to: '/settings/profile' | '/settings/tokens' | '/settings/duplicates' | '/settings/objects' | '/settings/users' | '/settings/roles' | '/settings/company' | '/settings/audit' | '/settings/backup';
  name: 'profile' | 'tokens' | 'duplicates' | 'objects' | 'users' | 'roles' | 'company' | 'audit' | 'backup';
  icon: LucideIcon;
}

const own: Entry[] = [
  { to: '/settings/profile', name: 'profile', icon: UserRound },
  { to: '/settings/tokens', name: 'tokens', icon: KeyRound },
  { to: '/settings/duplicates', name: 'duplicates', icon: CopyCheck },
];
const company: Entry[] = [
  { to: '/settings/company', name: 'company', icon: Building2 },
  { to: '/settings/objects', name: 'objects', icon: Blocks },
  { to: '/settings/users', name: 'users', icon: Users },
  { to: '/settings/roles', name: 'roles', icon: ShieldCheck },
  { to: '/settings/audit', name: 'audit', icon: ScrollText },
  { to: '/settings/backup', name: 'backup', icon: DatabaseBackup },
];

export function settingsEntries(admin: boolean): { group: 'own' | 'company'; entries: Entry[] }[] {
  const groups: { group: 'own' | 'company'; entries: Entry[] }[] = [{ group: 'own', entries: own }];
  if (admin) groups.push({ group: 'company', entries: company });
  return groups;
}
