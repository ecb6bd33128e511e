/** /settings/goals: what is to be reached, and by whom. */
import { GoalSettings } from '@/features/goals/GoalSettings';
import { AdminOnly } from '@/features/settings/AdminOnly';

export function Page() {
  return (
    <AdminOnly>
      <GoalSettings />
    </AdminOnly>
  );
}
