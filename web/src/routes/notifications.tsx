/** /notifications: what one is told of. */
import { NoticesPage } from '@/features/talk/NoticesPage';

export function Page() {
  return <NoticesPage />;
}
