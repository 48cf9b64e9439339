import type { AsinObservations, Deal, DealPage, DealPageRequest, DealStore, FeedCursor, FeedRow, NewItem } from '@smart-ingestor/contracts';
import type { Job } from '../job';
import { renewedDeal, sightingOf } from '../merge-deal';
import { isRunning } from '../scan-cadence';
import type { Harvest, Load, Unit } from './unit';
import { verdictOf } from './verdict';

/** One page of the feed: every row becomes a durable item, judged on what the page already paid for. */
export function scanUnit(job: Job, cursor: FeedCursor | null, store: DealStore): Unit<DealPageRequest> {
  const requestAt = (nowMs: number): DealPageRequest | null => job.source.nextRequest(progressOf(cursor, nowMs));
  return {
    workClass: 'scan',
    job,
    pending: 1,
    template: () => job.source.nextRequest({ pagesRead: 0, lastRowCount: null })!,
    load: async (_size, nowMs): Promise<Load<DealPageRequest>> => {
      // The gate may have waited for long: a page that another process read in the meantime is not bought again.
      const isOvertaken = !isSamePlace(cursor, await store.cursor(job.id, job.source.feedHash));
      return { request: isOvertaken ? null : requestAt(nowMs), items: [], free: null };
    },
    digest: (page, load, nowMs) => digestPage(job, cursor, store, page, load.request!.page, nowMs),
  };
}

function progressOf(cursor: FeedCursor | null, nowMs: number): { pagesRead: number; lastRowCount: number | null } {
  return cursor !== null && isRunning(cursor, nowMs) ? cursor : { pagesRead: 0, lastRowCount: null };
}

function isSamePlace(a: FeedCursor | null, b: FeedCursor | null): boolean {
  return a?.passStartedMs === b?.passStartedMs && a?.pagesRead === b?.pagesRead;
}

async function digestPage(job: Job, cursor: FeedCursor | null, store: DealStore, page: DealPage, index: number, nowMs: number): Promise<Harvest> {
  const rows = newestPerAsin(page.rows);
  const known = new Map((await store.dealsByAsin(job.source.domainId, [...rows.keys()])).map((deal) => [deal.asin, deal]));
  const newItems: NewItem[] = [];
  const deals: Deal[] = [];
  const observations: AsinObservations[] = [];
  for (const row of rows.values()) {
    const verdict = verdictOf(() => job.filter.judgeRow(row));
    const deal = known.get(row.asin);
    const reason = verdict.keep ? null : verdict.reason;
    newItems.push({ ...keyOf(job, row), feed: row, state: stateOf(verdict.keep, deal !== undefined), reason, filterHash: job.filter.hash });
    if (deal !== undefined && row.lastUpdateMs >= deal.feed.lastUpdateMs) {
      deals.push(renewedDeal(deal, row, reason, nowMs));
      observations.push({ domainId: row.domainId, asin: row.asin, observations: sightingOf(row) });
    }
  }
  const next = advanced(job, cursor, page, index, nowMs);
  return {
    durable: { newItems, deals, observations, cursor: next },
    report: ({ itemsAdded, rejectedByReason }) => [
      {
        type: 'page.scanned',
        jobId: job.id,
        page: index,
        rows: page.rowCount,
        unreadableRows: page.problems.length,
        itemsAdded,
        rejected: rejectedByReason,
        dealsRenewed: deals.length,
        passComplete: next.pagesRead === 0,
      },
    ],
  };
}

/** A known deal is renewed from the row itself, at 0 tokens; only an unknown one is worth a peek. */
function stateOf(keep: boolean, known: boolean): NewItem['state'] {
  if (!keep) return 'rejected';
  return known ? 'stored' : 'queued';
}

function keyOf(job: Job, row: FeedRow): Pick<NewItem, 'jobId' | 'domainId' | 'asin' | 'lastUpdateMs'> {
  return { jobId: job.id, domainId: row.domainId, asin: row.asin, lastUpdateMs: row.lastUpdateMs };
}

function newestPerAsin(rows: readonly FeedRow[]): Map<string, FeedRow> {
  const newest = new Map<string, FeedRow>();
  for (const row of rows) {
    const seen = newest.get(row.asin);
    if (seen === undefined || seen.lastUpdateMs < row.lastUpdateMs) newest.set(row.asin, row);
  }
  return newest;
}

function advanced(job: Job, cursor: FeedCursor | null, page: DealPage, index: number, nowMs: number): FeedCursor {
  const pagesRead = index + 1;
  const complete = job.source.nextRequest({ pagesRead, lastRowCount: page.rowCount }) === null;
  const newest = page.rows.reduce((max, row) => Math.max(max, row.lastUpdateMs), cursor?.newestUpdateMs ?? 0);
  return {
    jobId: job.id,
    feedHash: job.source.feedHash,
    passStartedMs: index > 0 && cursor !== null ? cursor.passStartedMs : nowMs,
    passCompletedMs: complete ? nowMs : (cursor?.passCompletedMs ?? null),
    pagesRead: complete ? 0 : pagesRead,
    lastRowCount: complete ? null : page.rowCount,
    pagesPerPass: complete ? pagesRead : Math.max(pagesRead, cursor?.pagesPerPass ?? 0),
    newestUpdateMs: newest > 0 ? newest : null,
  };
}
