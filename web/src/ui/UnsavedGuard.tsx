/** Asks before unsaved changes are left behind, by a link as well as by closing the window. */
import { useBlocker } from '@tanstack/react-router';
import { later } from './later';

const LeaveDialog = later(() => import('./LeaveDialog').then((module) => module.LeaveDialog));

export function UnsavedGuard({ dirty }: { dirty: boolean }) {
  const { status, proceed, reset } = useBlocker({ shouldBlockFn: () => dirty, enableBeforeUnload: dirty, withResolver: true });
  return status === 'blocked' && <LeaveDialog onLeave={proceed} onStay={reset} />;
}
