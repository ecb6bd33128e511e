/** /settings/goals/…?year=2026: the amounts of one goal. */
import { useParams } from '@tanstack/react-router';
import { TargetsPage } from '@/features/goals/TargetsPage';
import { AdminOnly } from '@/features/settings/AdminOnly';

export function Page() {
  const { goal = '' } = useParams({ strict: false });
  return (
    <AdminOnly>
      <TargetsPage key={goal} id={goal} />
    </AdminOnly>
  );
}
