/** /settings/workdays */
import { useFormatContext } from '@/fields/context';
import { AdminOnly } from '@/features/settings/AdminOnly';
import { WorkCalendar } from '@/features/workdays/WorkCalendar';

export function Page() {
  const { zone, now } = useFormatContext();
  return (
    <AdminOnly>
      <WorkCalendar today={new Date(now).toLocaleDateString('sv-SE', { timeZone: zone })} />
    </AdminOnly>
  );
}
