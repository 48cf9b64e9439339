import { type CoverageGap, type DealStore, LEASE_MS, StoreUnavailableError } from '@smart-ingestor/contracts';
import { FEED_WINDOW_MS, type Job } from '@smart-ingestor/ingestion';

export interface FeedsWanted {
  readonly store: DealStore;
  readonly jobs: readonly Job[];
  readonly owner: string;
  /** How far back deals are wanted, in server time. */
  readonly sinceMs: number;
  readonly nowMs: number;
}

/**
 * A pass that was interrupted starts anew, so that the next one is whole. Where a feed was never read, what is wanted beyond the 12 hours that Keepa
 * serves is recorded as a gap; where it was read, the pass itself records what it missed since.
 */
export async function makeFeedsDue({ store, jobs, owner, sinceMs, nowMs }: FeedsWanted): Promise<readonly CoverageGap[]> {
  const gaps: CoverageGap[] = [];
  for (const { id: jobId, source } of jobs) {
    const feed = { jobId, feedHash: source.feedHash };
    const cursor = await store.feeds.cursor(feed);
    const toMs = nowMs - FEED_WINDOW_MS;
    // A list has no window: what it names today is all that there is to name.
    if (!source.list && (cursor?.coveredToMs ?? null) === null && sinceMs < toMs)
      gaps.push({ ...feed, fromMs: sinceMs, toMs, reason: 'away', recordedMs: nowMs });
    if (cursor === null || cursor.pagesRead === 0) continue;
    const lease = await store.feeds.claim(feed, 'pass', { owner, leaseMs: LEASE_MS, nowMs });
    if (lease === null)
      throw new StoreUnavailableError(`The feed of job ${jobId} is being read by another process: try again in ${LEASE_MS / 1000} s.`);
    await store.commit({ feed: { lease, cursor: { ...cursor, pagesRead: 0, lastRowCount: null } }, nowMs });
  }
  if (gaps.length > 0) await store.commit({ gaps, nowMs });
  return gaps;
}
