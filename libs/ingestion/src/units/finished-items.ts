import type { CommitOutcome, ItemTransition } from '@smart-ingestor/contracts';
import type { UnitEvent } from './unit';

/** How the items of one request ended: those that were still its own. */
export function finishedItems(jobId: string, transitions: readonly ItemTransition[], { fencedOut, lost }: CommitOutcome): UnitEvent {
  const counted = { stored: 0, accepted: 0, dead: 0 };
  const rejected: Record<string, number> = {};
  for (const { item, to, reason } of transitions) {
    if (lost.has(item)) continue;
    if (to === 'rejected') rejected[reason ?? 'unknown'] = (rejected[reason ?? 'unknown'] ?? 0) + 1;
    else if (to !== 'queued') counted[to] += 1;
  }
  return { type: 'items.finished', jobId, ...counted, rejected, fencedOut };
}
