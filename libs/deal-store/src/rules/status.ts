import type { FeedCursor, ItemCounts, ItemState, JobStatus, QueueSummary } from '@smart-ingestor/contracts';
import { isHeld, type ItemRow } from './item-book';

/** Items of one job, state and reason, counted. */
export interface ItemGroup {
  readonly jobId: string;
  readonly state: ItemState;
  readonly reason: string | null;
  readonly items: number;
}

export interface JobFacts {
  readonly groups: readonly ItemGroup[];
  readonly cursors: readonly FeedCursor[];
  readonly oldestOpenMs: ReadonlyMap<string, number>;
  readonly deals: ReadonlyMap<string, number>;
}

/** One entry for every job that has items or a cursor, by name. A job whose query changed has several cursors: the newest pass counts. */
export function jobStatusOf({ groups, cursors, oldestOpenMs, deals }: JobFacts): readonly JobStatus[] {
  const jobIds = [...new Set([...groups.map((group) => group.jobId), ...cursors.map((cursor) => cursor.jobId)])].sort();
  return jobIds.map((jobId) => {
    const own = groups.filter((group) => group.jobId === jobId);
    return {
      jobId,
      items: countsOf(own),
      rejectedByReason: rejectedOf(own),
      oldestOpenMs: oldestOpenMs.get(jobId) ?? null,
      cursor: newest(cursors.filter((cursor) => cursor.jobId === jobId)),
      deals: deals.get(jobId) ?? 0,
    };
  });
}

/** `freeQueued` and `freeAccepted` were never held; `others` are the open items with a hold that may have ended. */
export function queueOf(
  freeQueued: number,
  freeAccepted: number,
  others: readonly Pick<ItemRow, 'state' | 'heldFromMs' | 'heldUntilMs'>[],
  nowMs: number,
): QueueSummary {
  const held = others.filter((row) => isHeld(row, nowMs));
  const free = others.filter((row) => !isHeld(row, nowMs));
  return {
    queued: freeQueued + free.filter((row) => row.state === 'queued').length,
    accepted: freeAccepted + free.filter((row) => row.state === 'accepted').length,
    held: held.length,
    nextFreeAtMs: held.reduce<number | null>((soonest, row) => Math.min(soonest ?? row.heldUntilMs, row.heldUntilMs), null),
  };
}

function countsOf(groups: readonly ItemGroup[]): ItemCounts {
  const counts: Record<ItemState, number> = { queued: 0, accepted: 0, stored: 0, rejected: 0, dead: 0, superseded: 0 };
  for (const { state, items } of groups) counts[state] += items;
  return counts;
}

function rejectedOf(groups: readonly ItemGroup[]): Record<string, number> {
  const byReason: Record<string, number> = {};
  for (const { state, reason, items } of groups) {
    if (state === 'rejected') byReason[reason ?? 'unknown'] = (byReason[reason ?? 'unknown'] ?? 0) + items;
  }
  return byReason;
}

function newest(cursors: readonly FeedCursor[]): FeedCursor | null {
  return cursors.reduce<FeedCursor | null>((best, cursor) => (best === null || cursor.passStartedMs >= best.passStartedMs ? cursor : best), null);
}
