import type { DealStore, DealValue, FeedCursor, FeedLease, FeedRow, ListPage, NewItem } from '@smart-ingestor/contracts';
import type { ListJob } from '../job';
import { isListRunning } from '../list-cadence';
import { scannedPage, toldPage } from './page-items';
import type { Harvest } from './unit';
import { judgedDeal } from './verdict';
import { worthOf } from './worth';

export interface ListPageOf {
  readonly job: ListJob;
  readonly store: DealStore;
  readonly dealValue: DealValue;
}

/** A page of a list that was asked for, or given: where the pass stood then, and since when it runs. */
export interface AskedListPage {
  readonly lease: FeedLease;
  readonly cursor: FeedCursor | null;
  readonly index: number;
  readonly askedMs: number;
}

/** Progress of the pass that `cursor` describes; from the beginning where none is running. */
export function listProgressOf(cursor: FeedCursor | null, nowMs: number): { readonly pagesRead: number; readonly lastRowCount: number | null } {
  return cursor !== null && isListRunning(cursor, nowMs) ? cursor : { pagesRead: 0, lastRowCount: null };
}

/** One page of a list: items and the cursor's move. */
export async function digestListPage(of: ListPageOf, asked: AskedListPage, page: ListPage, nowMs: number): Promise<Harvest> {
  const newItems = await itemsOfList(of, page.entries, nowMs);
  const cursor = advanced(of.job, asked, page, nowMs);
  const scanned = scannedPage(of.job, 'pass', asked.index, page, cursor.pagesRead === 0, 0);
  return {
    durable: { newItems, feed: { lease: asked.lease, cursor } },
    report: (outcome) => [toldPage(scanned, asked.lease, outcome)],
  };
}

/**
 * Every entry as a durable item. An entry that was delivered within `revisitAfterMs` keeps the version of then, so that nothing is bought for it
 * again; a new version is a millisecond older for each place on the list, because of equal items the newest goes first. Of an entry nothing is
 * known that a filter could judge: a stored deal is judged as it is stored (its `refreshWithin` keeps it fresh), all others wait for their peek.
 */
async function itemsOfList({ job, store, dealValue }: ListPageOf, entries: readonly FeedRow[], nowMs: number): Promise<NewItem[]> {
  const { domainId, list } = job.source;
  const asins = entries.map(({ asin }) => asin);
  const versions = await store.work.newest(job.id, domainId, asins);
  const stored = new Map((await store.deals.byAsin(domainId, asins)).map((deal) => [deal.asin, deal]));
  return entries.map((entry, place) => {
    const version = versions.get(entry.asin);
    const lastUpdateMs = version !== undefined && nowMs - version < list.revisitAfterMs ? version : nowMs - place;
    const feed: FeedRow = { ...entry, lastUpdateMs, createdMs: lastUpdateMs };
    const deal = stored.get(entry.asin);
    const reason = deal === undefined ? null : judgedDeal(job, deal).rejectedReason;
    return {
      ...{ jobId: job.id, domainId, asin: entry.asin, lastUpdateMs, feed },
      state: reason !== null ? 'rejected' : deal === undefined ? 'queued' : 'stored',
      reason,
      filterHash: job.filter.hash,
      value: worthOf(dealValue, feed, null),
    };
  });
}

function advanced(job: ListJob, { cursor, index, askedMs }: AskedListPage, page: ListPage, nowMs: number): FeedCursor {
  const pagesRead = index + 1;
  const complete = job.source.nextRequest({ pagesRead, lastRowCount: page.rowCount }) === null;
  const passStartedMs = index > 0 && cursor !== null ? cursor.passStartedMs : askedMs;
  return {
    jobId: job.id,
    feedHash: job.source.feedHash,
    passStartedMs,
    passCompletedMs: complete ? nowMs : (cursor?.passCompletedMs ?? null),
    coveredToMs: complete ? passStartedMs : (cursor?.coveredToMs ?? null),
    pagesRead: complete ? 0 : pagesRead,
    lastRowCount: complete ? null : page.rowCount,
    pagesPerPass: complete ? pagesRead : Math.max(pagesRead, cursor?.pagesPerPass ?? 0),
    newestUpdateMs: null,
    oldestUpdateMs: null,
  };
}
