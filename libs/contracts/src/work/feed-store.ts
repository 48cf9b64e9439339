import type { CoverageGap, FeedCursor, FeedHead } from './feed-cursor';
import type { Lease, LeaseTerms } from './lease';

/** The two ways to read a feed; each has a cursor, and at most one reader at a time. */
export type FeedPart = 'pass' | 'head';

export interface FeedKey {
  readonly jobId: string;
  readonly feedHash: string;
}

/** The right to read the next page of a feed and to move its cursor. */
export interface FeedLease extends FeedKey, Lease {
  readonly part: FeedPart;
}

/** Where feeds were read to. Cursors move only within a commit that carries the lease. */
export interface FeedStore {
  cursor(feed: FeedKey): Promise<FeedCursor | null>;
  head(feed: FeedKey): Promise<FeedHead | null>;
  /** `null`: it is being read, by another process or by this very owner. */
  claim(feed: FeedKey, part: FeedPart, terms: LeaseTerms): Promise<FeedLease | null>;
  /** Without effect where the fence is out of date. */
  release(lease: FeedLease): Promise<void>;
  /** Newest first. */
  gaps(query: { readonly jobId?: string; readonly limit?: number }): Promise<readonly CoverageGap[]>;
}
