import type { DealPage, FeedCursor, FeedHead, FeedLease, FeedRow } from '@smart-ingestor/contracts';
import type { FeedJob } from '../job';
import { isHeadRunning, knownGroundMs } from '../scan-cadence';
import { itemsOfPage, type PageOf, scannedPage, toldPage } from './page-items';
import { ROWS_PER_PAGE } from './pass-page';
import type { Harvest } from './unit';

/** A page of the head that was asked for, and what was known of the feed then. */
export interface HeadPage {
  readonly lease: FeedLease;
  readonly cursor: FeedCursor | null;
  readonly head: FeedHead | null;
  readonly index: number;
  readonly askedMs: number;
}

export function headPageIndex(head: FeedHead | null, nowMs: number): number {
  return head !== null && isHeadRunning(head, nowMs) ? head.pagesRead : 0;
}

/** One page of the newest end: its rows are delivered whatever their order; that it shows what is new is believed only of a page that is in order. */
export async function digestHeadPage(of: PageOf, asked: HeadPage, page: DealPage, nowMs: number): Promise<Harvest> {
  const found = await itemsOfPage(of, page, nowMs);
  const head = advanced(of.job, asked, page, nowMs);
  const scanned = scannedPage(of.job, 'head', asked.index, page, head.pagesRead === 0, found.deals.length);
  return {
    durable: { ...found, feed: { lease: asked.lease, head } },
    report: (outcome) => [toldPage(scanned, asked.lease, outcome)],
  };
}

function advanced(job: FeedJob, { cursor, head, index, askedMs }: HeadPage, page: DealPage, nowMs: number): FeedHead {
  const startedMs = index > 0 && head !== null ? head.startedMs : askedMs;
  const before = { reachedMs: head?.reachedMs ?? null, newestCreatedMs: head?.newestCreatedMs ?? null };
  const same = { jobId: job.id, feedHash: job.source.feedHash, startedMs };
  if (!isNewestFirst(page.rows)) return { ...same, ...before, pagesRead: 0, runningNewestCreatedMs: null, orderVerified: false };
  const runningNewestCreatedMs = newestCreated(page.rows, index > 0 ? (head?.runningNewestCreatedMs ?? null) : null, nowMs);
  const groundMs = knownGroundMs(cursor, head, nowMs);
  const reached = page.rowCount < ROWS_PER_PAGE || page.rows.some(({ createdMs }) => createdMs < groundMs);
  // As many pages as the whole feed had: a pass would tell no more.
  const isWhole = index + 1 >= Math.max(1, cursor?.pagesPerPass ?? 1) || job.source.headRequest(index + 1) === null;
  if (!reached && !isWhole) return { ...same, ...before, pagesRead: index + 1, runningNewestCreatedMs, orderVerified: true };
  return {
    ...same,
    reachedMs: startedMs,
    pagesRead: 0,
    newestCreatedMs: runningNewestCreatedMs ?? before.newestCreatedMs,
    runningNewestCreatedMs: null,
    orderVerified: true,
  };
}

/** The order that was asked for, seen on the page itself. */
function isNewestFirst(rows: readonly FeedRow[]): boolean {
  return rows.every((row, n) => n === 0 || row.createdMs <= rows[n - 1]!.createdMs);
}

/** A creation time in the future would be known ground that nothing new ever reaches. */
function newestCreated(rows: readonly FeedRow[], before: number | null, nowMs: number): number | null {
  const times = rows.map(({ createdMs }) => Math.min(createdMs, nowMs));
  const all = before === null ? times : [before, ...times];
  return all.length === 0 ? null : Math.max(...all);
}
