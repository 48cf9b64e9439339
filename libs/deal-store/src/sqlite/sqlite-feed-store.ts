import type { CoverageGap, FeedCursor, FeedHead, FeedKey, FeedLease, FeedPart, FeedStore, LeaseTerms } from '@smart-ingestor/contracts';
import { LONGEST_PROCESSING_MS } from '@smart-ingestor/contracts';
import type { Database, Tx } from './database';
import { loadCursor, loadGaps, loadHead } from './feed-rows';

/** A new lease, or one of another owner that has run out or was given by another clock. */
const TAKE = ` INSERT INTO feed_lease (job_id, feed_hash, part, fence, held_by, held_from_ms, held_until_ms) VALUES (?, ?, ?, 1, ?, ?, ?)
  ON CONFLICT (job_id, feed_hash, part) DO UPDATE SET fence = fence + 1, held_by = excluded.held_by, held_from_ms = excluded.held_from_ms,
    held_until_ms = excluded.held_until_ms
  WHERE held_by IS NULL OR (held_by <> excluded.held_by
    AND (held_until_ms <= excluded.held_from_ms OR held_from_ms > excluded.held_from_ms + ${LONGEST_PROCESSING_MS}))
  RETURNING fence`;

const END = ` UPDATE feed_lease SET fence = fence + 1, held_by = NULL, held_from_ms = 0, held_until_ms = 0, account_id = coalesce(?, account_id)
  WHERE job_id = ? AND feed_hash = ? AND part = ? AND fence = ? RETURNING fence`;

export class SqliteFeedStore implements FeedStore {
  constructor(private readonly database: () => Database) {}

  async cursor(feed: FeedKey): Promise<FeedCursor | null> {
    return this.database().read((manager) => loadCursor(manager, feed));
  }

  async head(feed: FeedKey): Promise<FeedHead | null> {
    return this.database().read((manager) => loadHead(manager, feed));
  }

  async claim({ jobId, feedHash }: FeedKey, part: FeedPart, { owner, leaseMs, nowMs }: LeaseTerms): Promise<FeedLease | null> {
    return this.database().write(async (tx) => {
      const [taken]: { fence: number }[] = await tx.query(TAKE, [jobId, feedHash, part, owner, nowMs, nowMs + leaseMs]);
      return taken === undefined ? null : { jobId, feedHash, part, fence: taken.fence };
    });
  }

  async release(lease: FeedLease): Promise<void> {
    await this.database().write((tx) => endFeedLease(tx, lease, null));
  }

  async gaps(query: { readonly jobId?: string; readonly limit?: number }): Promise<readonly CoverageGap[]> {
    return this.database().read((manager) => loadGaps(manager, query));
  }
}

/** `false`: the fence is out of date, and nothing has changed. */
export async function endFeedLease(tx: Tx, lease: FeedLease, accountId: string | null): Promise<boolean> {
  // The leading space: TypeORM reads rows back only from statements that do not begin with UPDATE.
  const ended: unknown[] = await tx.query(END, [accountId, lease.jobId, lease.feedHash, lease.part, lease.fence]);
  return ended.length > 0;
}
