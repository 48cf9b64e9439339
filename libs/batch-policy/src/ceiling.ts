import type { BatchPlan } from '@smart-ingestor/contracts';

/** `size`, but never more than is pending and never less than 1. */
export function planOf(size: number, pending: number, reason: string): BatchPlan {
  if (pending >= size) return { size, reason };
  return { size: Math.max(1, pending), reason: `${reason}; only ${pending} pending` };
}
