/** /tasks: exports and changes in bulk. */
import { TasksPage } from '@/features/tasks/TasksPage';

export function Page() {
  return <TasksPage />;
}
