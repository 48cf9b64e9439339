import type { FeedCursor } from '@smart-ingestor/contracts';

/** Keepa: 5 tokens a page, full, partial or empty. */
const TOKENS_PER_PAGE = 5;
/** Share of the refill that scanning may take; the rest is for what scans find. */
const SCAN_SHARE = 0.2;
const SHORTEST_MS = 5 * 60_000;
/** The feed shows the last 12 hours: a pass that started earlier cannot be continued. */
const FEED_WINDOW_MS = 12 * 3_600_000;

/** How long from the start of one pass to the start of the next: what 20 % of the refill affords, and at least 5 minutes. */
export function scanIntervalMs(pagesPerPass: number, refillPerMinute: number): number {
  return Math.max(SHORTEST_MS, Math.ceil((TOKENS_PER_PAGE * pagesPerPass * 60_000) / (SCAN_SHARE * Math.max(1, refillPerMinute))));
}

/** When the next page of a feed is due; a running pass goes on at once, a pass from the future (the server's clock was set back) starts anew. */
export function scanDueMs(cursor: FeedCursor | null, refillPerMinute: number, nowMs: number): number {
  if (cursor === null || cursor.passStartedMs > nowMs || isRunning(cursor, nowMs)) return nowMs;
  return cursor.passStartedMs + scanIntervalMs(cursor.pagesPerPass, refillPerMinute);
}

export function isRunning(cursor: FeedCursor | null, nowMs: number): boolean {
  return cursor !== null && cursor.pagesRead > 0 && cursor.passStartedMs <= nowMs && nowMs - cursor.passStartedMs < FEED_WINDOW_MS;
}
