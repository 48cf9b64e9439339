import type { FeedCursor, FeedHead } from '@smart-ingestor/contracts';
import { isFeedJob } from './job';
import type { IngestionParts, Pace } from './parts';

/** Keepa: 5 tokens a page, full, partial or empty. */
const TOKENS_PER_PAGE = 5;
const MINUTE_MS = 60_000;
const SHORTEST_MS = 5 * MINUTE_MS;
/** The feed shows what was updated within the last 12 hours: a pass that started earlier cannot be continued. */
export const FEED_WINDOW_MS = 12 * 3_600_000;
/** A read of the head takes a page or two; what is left of one that was interrupted for longer is read anew. */
const HEAD_READ_MAX_MS = 3_600_000;
/** Keepa writes creation times in whole minutes, and a deal may be listed a little after its creation. */
const LISTING_SLACK_MS = 5 * MINUTE_MS;

type ScanShares = Pick<Pace, 'scanShare' | 'headShare'>;
type ScanPace = ScanShares & Pick<Pace, 'unitRefillMinutes'>;

/** What one feed may take of an account: its feeds divide the shares of the scans equally. Lists take no part, they are read seldom. */
export function paceOfFeed({ pace, jobs }: Pick<IngestionParts, 'pace' | 'jobs'>): Pace {
  const feeds = Math.max(1, jobs.filter(isFeedJob).length);
  return { ...pace, scanShare: pace.scanShare / feeds, headShare: pace.headShare / feeds };
}

/** How long from the start of one pass to the start of the next: what the share of the refill affords, and at least 5 minutes. */
export function scanIntervalMs(pagesPerPass: number, refillPerMinute: number, scanShare: number): number {
  return affordedEveryMs(TOKENS_PER_PAGE * pagesPerPass, refillPerMinute, scanShare);
}

/** The same for a read of the head, by its first page: as a rule there is no second. */
export function headIntervalMs(refillPerMinute: number, headShare: number): number {
  return affordedEveryMs(TOKENS_PER_PAGE, refillPerMinute, headShare);
}

function affordedEveryMs(tokens: number, refillPerMinute: number, share: number): number {
  return Math.max(SHORTEST_MS, Math.ceil((tokens * MINUTE_MS) / (share * Math.max(1, refillPerMinute))));
}

/** The pass itself comes round as often: what is new is found by it. */
export function needsHead(pagesPerPass: number, refillPerMinute: number, pace: ScanShares): boolean {
  return scanIntervalMs(pagesPerPass, refillPerMinute, pace.scanShare) > headIntervalMs(refillPerMinute, pace.headShare);
}

/** When the next page of a pass is due; a running pass goes on at once, a pass from the future (the server's clock was set back) starts anew. */
export function passDueMs(cursor: FeedCursor | null, refillPerMinute: number, pace: ScanPace, nowMs: number): number {
  if (cursor === null || cursor.passStartedMs > nowMs || isRunning(cursor, nowMs)) return nowMs;
  const intervalMs = scanIntervalMs(cursor.pagesPerPass, refillPerMinute, pace.scanShare);
  return cursor.passStartedMs + intervalMs - leadMs(intervalMs, pace);
}

/** A unit that went before may hold a page up for as long, so it is asked for that much earlier: then passes come round as stated, on average and at the latest. */
function leadMs(intervalMs: number, { unitRefillMinutes }: ScanPace): number {
  return Math.round(Math.min(unitRefillMinutes * MINUTE_MS, (intervalMs - SHORTEST_MS) / 3));
}

/**
 * When the next page of the head is due. Infinity: not before another pass has ended, because nothing of the feed is known (the first pass, or
 * after more than the twelve hours that it shows), or because Keepa did not serve the head in order.
 */
export function headDueMs(cursor: FeedCursor | null, head: FeedHead | null, refillPerMinute: number, pace: ScanPace, nowMs: number): number {
  if (cursor === null || cursor.coveredToMs === null || cursor.passCompletedMs === null) return Number.POSITIVE_INFINITY;
  if (!needsHead(cursor.pagesPerPass, refillPerMinute, pace)) return Number.POSITIVE_INFINITY;
  if (isHeadRunning(head, nowMs)) return nowMs;
  if ((headAgeMs(cursor, head, nowMs) ?? Number.POSITIVE_INFINITY) > FEED_WINDOW_MS) return Number.POSITIVE_INFINITY;
  const startedMs = past(head?.startedMs ?? null, nowMs);
  if (head !== null && !head.orderVerified && cursor.passCompletedMs <= startedMs) return Number.POSITIVE_INFINITY;
  return Math.max(startedMs, past(cursor.coveredToMs, nowMs)) + headIntervalMs(refillPerMinute, pace.headShare);
}

export function isRunning(cursor: FeedCursor | null, nowMs: number): boolean {
  return cursor !== null && cursor.pagesRead > 0 && cursor.passStartedMs <= nowMs && nowMs - cursor.passStartedMs < FEED_WINDOW_MS;
}

export function isHeadRunning(head: FeedHead | null, nowMs: number): boolean {
  return head !== null && head.pagesRead > 0 && head.startedMs <= nowMs && nowMs - head.startedMs < HEAD_READ_MAX_MS;
}

/** Deals created before this were delivered, by the last read of the head or by the last complete pass. */
export function knownGroundMs(cursor: FeedCursor | null, head: FeedHead | null, nowMs: number): number {
  return Math.max(past(head?.newestCreatedMs ?? null, nowMs), past(cursor?.coveredToMs ?? null, nowMs) - LISTING_SLACK_MS);
}

/** Age of what is known of the newest end of a feed; `null` before the first complete pass. */
export function headAgeMs(cursor: FeedCursor | null, head: FeedHead | null, nowMs: number): number | null {
  const knownMs = Math.max(past(cursor?.coveredToMs ?? null, nowMs), past(head?.reachedMs ?? null, nowMs));
  return Number.isFinite(knownMs) ? nowMs - knownMs : null;
}

/** A time from the future is one of another clock (the server's was set back) and proves nothing. */
function past(atMs: number | null, nowMs: number): number {
  return atMs !== null && atMs <= nowMs ? atMs : Number.NEGATIVE_INFINITY;
}

/** How often a feed is read, and why, in one sentence for people. */
export function explainScan(pagesPerPass: number, refillPerMinute: number, { scanShare, headShare }: ScanShares): string {
  const everyMs = scanIntervalMs(pagesPerPass, refillPerMinute, scanShare);
  const pages = `${pagesPerPass} page${pagesPerPass === 1 ? '' : 's'}`;
  const pass = `a pass of ${pages} costs ${TOKENS_PER_PAGE * pagesPerPass} tokens; at ${refillPerMinute}/min and a scan share of ${rounded(scanShare)} one starts every ${minutes(everyMs)}`;
  const headEveryMs = headIntervalMs(refillPerMinute, headShare);
  if (everyMs <= headEveryMs) return pass;
  return `${pass}, and between passes the newest end is read every ${minutes(headEveryMs)} (head share ${rounded(headShare)})`;
}

function rounded(share: number): number {
  return Number(share.toFixed(3));
}

function minutes(ms: number): string {
  return `${Number((ms / MINUTE_MS).toFixed(1))} min`;
}
