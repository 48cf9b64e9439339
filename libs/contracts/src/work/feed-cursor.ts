/** Where a feed was read to. Server times only; one per (job, feed hash). */
export interface FeedCursor {
  readonly jobId: string;
  readonly feedHash: string;
  /** Start of the pass that is running, or of the last one. */
  readonly passStartedMs: number;
  /** End of the last complete pass; `null` before the first. */
  readonly passCompletedMs: number | null;
  /** Start of the last complete pass: everything that was listed then was delivered. `null` before the first. */
  readonly coveredToMs: number | null;
  /** Pages read in the running pass; 0 when none is running. */
  readonly pagesRead: number;
  readonly lastRowCount: number | null;
  /** Pages of the last complete pass; the cadence follows from it. */
  readonly pagesPerPass: number;
  /** Newest lastUpdate delivered so far. For people: no decision depends on the order of a page. */
  readonly newestUpdateMs: number | null;
  /** Oldest lastUpdate that the running pass, or the last one, delivered. */
  readonly oldestUpdateMs: number | null;
}

/** Where the newest end of a feed was read to, in the order of deal age. One per (job, feed hash). */
export interface FeedHead {
  readonly jobId: string;
  readonly feedHash: string;
  /** Start of the last read that reached known ground; `null` before the first. Its age is the age of the head cursor. */
  readonly reachedMs: number | null;
  /** Start of the read that is running, or of the last one. */
  readonly startedMs: number;
  /** Pages read in the running read; 0 when none is running. */
  readonly pagesRead: number;
  /** Creation time of the newest deal that a finished read delivered: the known ground of the next one. */
  readonly newestCreatedMs: number | null;
  /** The same for the running read; becomes `newestCreatedMs` at its end. */
  readonly runningNewestCreatedMs: number | null;
  /** Whether the last page really came newest first. While it does not, only complete passes count. */
  readonly orderVerified: boolean;
}

/** A stretch of lastUpdates that the feed no longer showed when it was read again: what changed only then is not known. */
export interface CoverageGap {
  readonly jobId: string;
  readonly feedHash: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** `away`: nothing was read for longer than the feed reaches back (Keepa: 12 hours). `row-limit`: more rows matched than Keepa serves (10,000). */
  readonly reason: 'away' | 'row-limit';
  readonly recordedMs: number;
}
