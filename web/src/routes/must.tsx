/** /must?back=…: what is to be done before anything else. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { meQuery } from '@/api/queries';
import { safeBack } from '@/features/signin/back';
import { MustDo } from '@/features/trust/MustDo';
import { ErrorState } from '@/ui/States';

export function Page() {
  const router = useRouter();
  const navigate = useNavigate();
  const { back } = useSearch({ strict: false }) as { back?: unknown };
  const query = useQuery(meQuery);
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return null;
  return <MustDo me={query.data} onDone={() => router.history.replace(safeBack(back))} onSignedOut={() => void navigate({ to: '/signin', search: {}, replace: true })} />;
}
