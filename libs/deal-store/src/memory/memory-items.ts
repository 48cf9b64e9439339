import type { ClaimedItem, ClaimRequest, ItemTransition, NewItem, QueueSummary } from '@smart-ingestor/contracts';
import { isHeld, isOpen, ItemBook, type ItemRow, setFree } from '../rules/item-book';
import { applyToItems, type ItemCountsOfCommit } from '../rules/item-rules';
import { queueOf } from '../rules/status';

export class MemoryItems {
  private readonly book = new ItemBook();
  private readonly all = new Map<string, Set<ItemRow>>();
  private readonly open = new Map<string, Set<ItemRow>>();

  apply(transitions: readonly ItemTransition[], newItems: readonly NewItem[], nowMs: number): ItemCountsOfCommit {
    const counts = applyToItems(this.book, transitions, newItems, nowMs);
    for (const row of this.book.takeChanged()) {
      member(this.all, row.jobId).add(row);
      if (isOpen(row)) member(this.open, row.jobId).add(row);
      else member(this.open, row.jobId).delete(row);
    }
    return counts;
  }

  claim({ jobId, state, limit, owner, leaseMs, nowMs }: ClaimRequest): readonly ClaimedItem[] {
    const free = [...member(this.open, jobId)].filter((row) => row.state === state && !isHeld(row, nowMs));
    const newestFirst = free.sort((a, b) => b.lastUpdateMs - a.lastUpdateMs).slice(0, limit);
    return newestFirst.map((row) => {
      setFree(row);
      Object.assign(row, { fence: row.fence + 1, heldBy: owner, heldFromMs: nowMs, heldUntilMs: nowMs + leaseMs });
      return claimedOf(row);
    });
  }

  queue(jobId: string, nowMs: number): QueueSummary {
    return queueOf(0, 0, [...member(this.open, jobId)], nowMs);
  }

  jobIds(): readonly string[] {
    return [...this.all.keys()];
  }

  ofJob(jobId: string): Iterable<ItemRow> {
    return this.all.get(jobId) ?? [];
  }
}

function claimedOf({ jobId, domainId, asin, lastUpdateMs, state, feed, attempts, fence }: ItemRow): ClaimedItem {
  return { jobId, domainId, asin, lastUpdateMs, state, feed: feed!, attempts, fence };
}

function member(sets: Map<string, Set<ItemRow>>, jobId: string): Set<ItemRow> {
  const known = sets.get(jobId) ?? new Set<ItemRow>();
  sets.set(jobId, known);
  return known;
}
