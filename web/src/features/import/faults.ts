/** Bad cells by column and reason: what a person fixes is a kind of fault, not a row. */
import type { Fault } from './types';

export interface FaultGroup {
  id: string;
  column: string | null;
  message: string;
  count: number;
}

export const groupId = (fault: Fault) => `${fault.column ?? ''}\u0000${fault.code}`;

/** Groups in the order of their size; the message is that of the first fault. */
export function groupFaults(faults: Fault[]): FaultGroup[] {
  const groups = new Map<string, FaultGroup>();
  for (const fault of faults) {
    const id = groupId(fault);
    const known = groups.get(id);
    if (known) known.count += 1;
    else groups.set(id, { id, column: fault.column, message: fault.message, count: 1 });
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}
