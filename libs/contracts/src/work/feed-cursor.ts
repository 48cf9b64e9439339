/** Where a feed was read to. Server times only; one per (job, feed hash). */
export interface FeedCursor {
  readonly jobId: string;
  readonly feedHash: string;
  /** Start of the pass that is running, or of the last one. */
  readonly passStartedMs: number;
  /** End of the last complete pass; `null` before the first. */
  readonly passCompletedMs: number | null;
  /** Pages read in the running pass; 0 when none is running. */
  readonly pagesRead: number;
  readonly lastRowCount: number | null;
  /** Pages of the last complete pass; the cadence follows from it. */
  readonly pagesPerPass: number;
  /** Newest lastUpdate delivered so far. For people: no decision depends on the order of a page. */
  readonly newestUpdateMs: number | null;
}
