import { type Deal, dealMargin, type FeedRow, type PriceObservation, type ProductSnapshot } from '@smart-ingestor/contracts';

/** Keepa csv index of the sales rank. */
const SALES_RANK = 3;

/** A deal as a paid commit stores it. */
export function boughtDeal(feed: FeedRow, product: ProductSnapshot, nowMs: number): Deal {
  const { domainId, asin } = feed;
  return { domainId, asin, feed, product, marginMinor: dealMargin(feed, product), rejectedReason: null, firstStoredMs: nowMs, lastSeenMs: nowMs };
}

/** A known deal seen again: the row's part is renewed, every field that was paid for stays. */
export function renewedDeal(deal: Deal, feed: FeedRow, rejectedReason: string | null, nowMs: number): Deal {
  return { ...deal, feed, marginMinor: dealMargin(feed, deal.product), rejectedReason, lastSeenMs: nowMs };
}

/** What a feed row adds to the price history. */
export function sightingOf(row: FeedRow): readonly PriceObservation[] {
  const atMs = row.lastUpdateMs;
  const price = { priceType: row.priceType, atMs, value: row.currentMinor };
  return row.priceType === SALES_RANK ? [price] : [price, { priceType: SALES_RANK, atMs, value: row.salesRank }];
}
