/** /settings/profile: the signed-in person's own settings. */
import { Profile } from '@/features/settings/Profile';

export function Page() {
  return <Profile />;
}
