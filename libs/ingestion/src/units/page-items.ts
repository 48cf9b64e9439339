import type { AsinObservations, CommitOutcome, Deal, DealPage, DealStore, DealValue, FeedLease, FeedRow, NewItem } from '@smart-ingestor/contracts';
import type { FeedJob, Job } from '../job';
import { renewedDeal, sightingOf } from '../merge-deal';
import type { UnitEvent, Yield } from './unit';
import { verdictOf } from './verdict';
import { worthOf } from './worth';

export interface PageOf {
  readonly job: FeedJob;
  readonly store: DealStore;
  readonly dealValue: DealValue;
}

/** Every row of a page as a durable item, judged on what the page already paid for; known deals are renewed from their rows. */
export async function itemsOfPage(
  { job, store, dealValue }: PageOf,
  page: DealPage,
  nowMs: number,
): Promise<Required<Pick<Yield, 'newItems' | 'deals' | 'observations'>>> {
  const rows = newestPerAsin(page.rows);
  const known = new Map((await store.deals.byAsin(job.source.domainId, [...rows.keys()])).map((deal) => [deal.asin, deal]));
  const newItems: NewItem[] = [];
  const deals: Deal[] = [];
  const observations: AsinObservations[] = [];
  for (const row of rows.values()) {
    const verdict = verdictOf(() => job.filter.judgeRow(row));
    const deal = known.get(row.asin);
    const reason = verdict.keep ? null : verdict.reason;
    newItems.push({
      ...{ jobId: job.id, domainId: row.domainId, asin: row.asin, lastUpdateMs: row.lastUpdateMs, feed: row },
      state: stateOf(verdict.keep, deal !== undefined),
      reason,
      filterHash: job.filter.hash,
      value: worthOf(dealValue, row, null),
    });
    if (deal !== undefined && row.lastUpdateMs >= deal.feed.lastUpdateMs) {
      deals.push(renewedDeal(deal, row, reason, nowMs));
      observations.push({ domainId: row.domainId, asin: row.asin, observations: sightingOf(row) });
    }
  }
  return { newItems, deals, observations };
}

/** What listeners hear of a page, but for what only the commit tells. */
export function scannedPage(
  job: Job,
  part: 'pass' | 'head',
  index: number,
  page: Pick<DealPage, 'rowCount' | 'problems'>,
  ended: boolean,
  dealsRenewed: number,
): Omit<Extract<UnitEvent, { type: 'page.scanned' }>, 'itemsAdded' | 'rejected'> {
  return {
    type: 'page.scanned',
    jobId: job.id,
    part,
    page: index,
    rows: page.rowCount,
    unreadableRows: page.problems.length,
    dealsRenewed,
    passComplete: ended,
  };
}

/** The same once it is durable. A pass whose cursor another process moves meanwhile is not ended by this one. */
export function toldPage(
  scanned: ReturnType<typeof scannedPage>,
  lease: FeedLease,
  { itemsAdded, rejectedByReason, lost }: CommitOutcome,
): Extract<UnitEvent, { type: 'page.scanned' }> {
  return { ...scanned, itemsAdded, rejected: rejectedByReason, passComplete: scanned.passComplete && !lost.has(lease) };
}

/** A known deal is renewed from the row itself, at 0 tokens; only an unknown one is worth a peek. */
function stateOf(keep: boolean, known: boolean): NewItem['state'] {
  if (!keep) return 'rejected';
  return known ? 'stored' : 'queued';
}

function newestPerAsin(rows: readonly FeedRow[]): Map<string, FeedRow> {
  const newest = new Map<string, FeedRow>();
  for (const row of rows) {
    const seen = newest.get(row.asin);
    if (seen === undefined || seen.lastUpdateMs < row.lastUpdateMs) newest.set(row.asin, row);
  }
  return newest;
}
