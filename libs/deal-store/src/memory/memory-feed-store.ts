import type { CoverageGap, FeedCursor, FeedHead, FeedKey, FeedLease, FeedMove, FeedPart, FeedStore, LeaseTerms } from '@smart-ingestor/contracts';
import { FREE, isHeld } from '../rules/item-book';

interface FeedHold {
  readonly key: FeedKey;
  readonly fence: number;
  readonly heldBy: string | null;
  readonly heldFromMs: number;
  readonly heldUntilMs: number;
}

export class MemoryFeedStore implements FeedStore {
  private readonly cursors = new Map<string, FeedCursor>();
  private readonly heads = new Map<string, FeedHead>();
  private readonly holds = new Map<string, FeedHold>();
  private readonly recorded = new Map<string, CoverageGap>();

  async cursor(feed: FeedKey): Promise<FeedCursor | null> {
    return this.cursors.get(feedKey(feed)) ?? null;
  }

  async head(feed: FeedKey): Promise<FeedHead | null> {
    return this.heads.get(feedKey(feed)) ?? null;
  }

  async claim({ jobId, feedHash }: FeedKey, part: FeedPart, { owner, leaseMs, nowMs }: LeaseTerms): Promise<FeedLease | null> {
    const key = partKey({ jobId, feedHash, part });
    const known = this.holds.get(key);
    if (known !== undefined && (known.heldBy === owner || isHeld(known, nowMs))) return null;
    const fence = (known?.fence ?? 0) + 1;
    this.holds.set(key, { key: { jobId, feedHash }, fence, heldBy: owner, heldFromMs: nowMs, heldUntilMs: nowMs + leaseMs });
    return { jobId, feedHash, part, fence };
  }

  async release(lease: FeedLease): Promise<void> {
    this.end(lease);
  }

  async gaps({ jobId, limit }: { readonly jobId?: string; readonly limit?: number }): Promise<readonly CoverageGap[]> {
    return this.newestGaps(jobId, limit);
  }

  /** `false`: the fence is out of date, and nothing has changed. */
  move({ lease, cursor, head }: FeedMove): boolean {
    if (!this.end(lease)) return false;
    if (cursor !== undefined) this.setCursor(cursor);
    if (head !== undefined) this.setHead(head);
    return true;
  }

  renew(owner: string, heldUntilMs: number, nowMs: number): void {
    for (const [key, hold] of this.holds) {
      if (hold.heldBy === owner) this.holds.set(key, { ...hold, heldFromMs: nowMs, heldUntilMs });
    }
  }

  free(owner: string): void {
    for (const [key, hold] of this.holds) if (hold.heldBy === owner) this.holds.set(key, { ...hold, ...FREE });
  }

  setCursor(cursor: FeedCursor): void {
    this.cursors.set(feedKey(cursor), cursor);
  }

  setHead(head: FeedHead): void {
    this.heads.set(feedKey(head), head);
  }

  addGaps(gaps: readonly CoverageGap[]): void {
    for (const gap of gaps) this.recorded.set(`${gap.reason}/${gap.fromMs}/${feedKey(gap)}`, gap);
  }

  /** Of one job, or of all. */
  newestGaps(jobId?: string, limit?: number): readonly CoverageGap[] {
    const found = [...this.recorded.values()].filter((gap) => jobId === undefined || gap.jobId === jobId);
    return found.sort((a, b) => b.recordedMs - a.recordedMs).slice(0, limit);
  }

  allCursors(): readonly FeedCursor[] {
    return [...this.cursors.values()];
  }

  allHeads(): readonly FeedHead[] {
    return [...this.heads.values()];
  }

  /** Forgets cursors, heads, gaps and leases of the job, or of all; rows by table. */
  reset(jobId: string | undefined): Record<'feed_cursor' | 'feed_head' | 'feed_lease' | 'coverage_gap', number> {
    const isOfJob = (feed: FeedKey): boolean => jobId === undefined || feed.jobId === jobId;
    return {
      feed_cursor: forget(this.cursors, isOfJob),
      feed_head: forget(this.heads, isOfJob),
      feed_lease: forget(this.holds, (hold) => isOfJob(hold.key)),
      coverage_gap: forget(this.recorded, isOfJob),
    };
  }

  private end(lease: FeedLease): boolean {
    const known = this.holds.get(partKey(lease));
    if (known === undefined || known.fence !== lease.fence) return false;
    this.holds.set(partKey(lease), { ...known, ...FREE, fence: known.fence + 1 });
    return true;
  }
}

function forget<V>(map: Map<string, V>, isMeant: (value: V) => boolean): number {
  const before = map.size;
  for (const [key, value] of map) if (isMeant(value)) map.delete(key);
  return before - map.size;
}

function feedKey({ jobId, feedHash }: FeedKey): string {
  return `${feedHash}/${jobId}`;
}

function partKey({ part, ...feed }: Pick<FeedLease, 'jobId' | 'feedHash' | 'part'>): string {
  return `${part}/${feedKey(feed)}`;
}
