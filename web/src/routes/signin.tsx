/** /signin?back=/o/lead: the form, then back to where the person wanted to go. */
import { useRouter, useSearch } from '@tanstack/react-router';
import { safeBack } from '@/features/signin/back';
import { SignIn } from '@/features/signin/SignIn';

export function Page() {
  const router = useRouter();
  const search = useSearch({ strict: false }) as { back?: unknown; expired?: unknown };
  return <SignIn expired={Boolean(search.expired)} onDone={() => router.history.replace(safeBack(search.back))} />;
}
