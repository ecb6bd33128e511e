/** /settings/announcements: what the company announces, to whom, and who has read it. */
import { AnnouncementSettings } from '@/features/announcements/AnnouncementSettings';
import { AdminOnly } from '@/features/settings/AdminOnly';

export function Page() {
  return (
    <AdminOnly>
      <AnnouncementSettings />
    </AdminOnly>
  );
}
