import type { Deal } from '@smart-ingestor/contracts';
import type { Value } from './bare-sqlite';

export type DealRow = Readonly<Record<string, Value | object>>;

/** What the store keeps of a deal, by column; `feed` and `product` still to be written as JSON. The run itself checks that it is what the store writes. */
export function dealRow(deal: Deal, lastWrite: number): DealRow {
  const { feed } = deal;
  return {
    domain_id: deal.domainId,
    asin: deal.asin,
    title: feed.title,
    title_folded: feed.title.toLowerCase(),
    root_category: feed.rootCategory,
    price_minor: feed.currentMinor,
    avg90_minor: feed.avg90Minor,
    drop_percent: feed.drop90Percent,
    sales_rank: feed.salesRank,
    sales_rank_drops90: feed.salesRankDrops90,
    offer_count: (feed.newOfferCount ?? 0) + (feed.usedOfferCount ?? 0),
    margin_minor: deal.marginMinor,
    rejected_reason: deal.rejectedReason,
    updated_ms: feed.lastUpdateMs,
    first_stored_ms: deal.firstStoredMs,
    last_seen_ms: deal.lastSeenMs,
    last_write: lastWrite,
    job_id: deal.jobId,
    stale_since_ms: deal.lastSeenMs,
    answered_ms: null,
    expired_ms: null,
    attempts: 0,
    fence: 0,
    held_by: null,
    held_from_ms: 0,
    held_until_ms: 0,
    feed,
    product: deal.product,
  };
}

export function valuesOf(row: DealRow, columns: readonly string[]): Value[] {
  return columns.map((column) => {
    const value = row[column]!;
    return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
  });
}
