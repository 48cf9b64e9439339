import { type CoverageGap, type DealPage, type FeedCursor, type FeedLease, type FeedRow, LONGEST_PROCESSING_MS } from '@smart-ingestor/contracts';
import type { FeedJob } from '../job';
import { FEED_WINDOW_MS, isRunning } from '../scan-cadence';
import { itemsOfPage, type PageOf, scannedPage, toldPage } from './page-items';
import type { Harvest } from './unit';

/** Keepa serves 150 rows a page and 10,000 rows of a query: pages 0 to 66, the last of them partial. */
export const ROWS_PER_PAGE = 150;
const ROWS_MAX = 10_000;
const DAY_MS = 86_400_000;

/** A page of a pass that was asked for: where the pass stood then, and since when it runs. */
export interface PassPage {
  readonly lease: FeedLease;
  readonly cursor: FeedCursor | null;
  readonly index: number;
  readonly askedMs: number;
}

/** Progress of the pass that `cursor` describes; from the beginning where none is running. */
export function progressOf(cursor: FeedCursor | null, nowMs: number): { readonly pagesRead: number; readonly lastRowCount: number | null } {
  return cursor !== null && isRunning(cursor, nowMs) ? cursor : { pagesRead: 0, lastRowCount: null };
}

/** One page of a pass: items, the cursor's move and, at the end of the pass, the stretches that it could not show. */
export async function digestPassPage(of: PageOf, { lease, cursor, index, askedMs }: PassPage, page: DealPage, nowMs: number): Promise<Harvest> {
  const found = await itemsOfPage(of, page, nowMs);
  const next = advanced(of.job, cursor, page, index, askedMs, nowMs);
  const complete = next.pagesRead === 0;
  const gaps = complete ? gapsOf(cursor?.coveredToMs ?? null, next, index * ROWS_PER_PAGE + page.rowCount, nowMs) : [];
  const scanned = scannedPage(of.job, 'pass', index, page, complete, found.deals.length);
  return {
    durable: { ...found, feed: { lease, cursor: next }, gaps },
    report: (outcome) => [
      toldPage(scanned, lease, outcome),
      ...(outcome.lost.has(lease) ? [] : gaps.map((gap) => ({ type: 'coverage.gap' as const, gap }))),
    ],
  };
}

function advanced(job: FeedJob, cursor: FeedCursor | null, page: DealPage, index: number, askedMs: number, nowMs: number): FeedCursor {
  const pagesRead = index + 1;
  const complete = job.source.nextRequest({ pagesRead, lastRowCount: page.rowCount }) === null;
  // Where the server's time was known badly (a long sleep of the machine), the answer tells better when the page was asked for.
  const passStartedMs = index > 0 && cursor !== null ? cursor.passStartedMs : Math.max(askedMs, nowMs - LONGEST_PROCESSING_MS);
  const times = page.rows.filter((row) => isPlausible(row, nowMs)).map((row) => row.lastUpdateMs);
  const newestBefore = cursor?.newestUpdateMs ?? null;
  return {
    jobId: job.id,
    feedHash: job.source.feedHash,
    passStartedMs,
    passCompletedMs: complete ? nowMs : (cursor?.passCompletedMs ?? null),
    coveredToMs: complete ? passStartedMs : (cursor?.coveredToMs ?? null),
    pagesRead: complete ? 0 : pagesRead,
    lastRowCount: complete ? null : page.rowCount,
    pagesPerPass: complete ? pagesRead : Math.max(pagesRead, cursor?.pagesPerPass ?? 0),
    newestUpdateMs: extreme(Math.max, times, newestBefore !== null && newestBefore <= nowMs + DAY_MS ? newestBefore : null),
    oldestUpdateMs: extreme(Math.min, times, index > 0 ? (cursor?.oldestUpdateMs ?? null) : null),
  };
}

/** Keepa lists what was updated within 12 h, in recordings up to 23 h; times outside of a day are wrong (an epoch, a clock) and prove nothing. */
function isPlausible({ lastUpdateMs }: FeedRow, nowMs: number): boolean {
  return Math.abs(nowMs - lastUpdateMs) <= DAY_MS;
}

function extreme(pick: (...values: number[]) => number, times: readonly number[], before: number | null): number | null {
  const all = before === null ? times : [before, ...times];
  return all.length === 0 ? null : pick(...all);
}

/** What changed only within one of these stretches was never listed, or not served. */
function gapsOf(
  coveredToMs: number | null,
  { jobId, feedHash, passStartedMs, oldestUpdateMs }: FeedCursor,
  rows: number,
  recordedMs: number,
): CoverageGap[] {
  const reachesBackToMs = Math.min(passStartedMs - FEED_WINDOW_MS, oldestUpdateMs ?? Number.POSITIVE_INFINITY);
  const gaps: CoverageGap[] = [];
  if (coveredToMs !== null && coveredToMs < reachesBackToMs)
    gaps.push({ jobId, feedHash, fromMs: coveredToMs, toMs: reachesBackToMs, reason: 'away', recordedMs });
  if (rows >= ROWS_MAX) {
    const fromMs = Math.max(coveredToMs ?? reachesBackToMs, reachesBackToMs);
    if (fromMs < passStartedMs) gaps.push({ jobId, feedHash, fromMs, toMs: passStartedMs, reason: 'row-limit', recordedMs });
  }
  return gaps;
}
