/** /settings/tokens: API tokens of the signed-in person. */
import { Tokens } from '@/features/settings/Tokens';

export function Page() {
  return <Tokens />;
}
