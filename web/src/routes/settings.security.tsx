/** /settings/security: second factor, browsers that are signed in, the company's rules. */
import { SecurityPage } from '@/features/trust/SecurityPage';

export function Page() {
  return <SecurityPage />;
}
