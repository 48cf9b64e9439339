import {
  type ByPriceType,
  type Deal,
  dealMargin,
  type Fees,
  type FeedRow,
  type PriceObservation,
  type PriceStatistics,
  type ProductSnapshot,
} from '@smart-ingestor/contracts';
import type { Job } from './job';

/** Keepa csv indexes of the price of new offers, of the rating and of the count of reviews. */
const NEW = 1;
const RATING = 16;
const COUNT_REVIEWS = 17;
/** Lightning deals, warehouse deals, Prime prices. */
const COMPARED_WITH_NEW: ReadonlySet<number> = new Set([8, 9, 33]);
/** Keepa csv index of the sales rank. */
const SALES_RANK = 3;
/** Keepa csv indexes of the counts of new and of used offers. */
const COUNT_NEW = 11;
const COUNT_USED = 12;
/** Series that Keepa sends only with `offers` (flag X of its csv types): without it they are silent, not empty. */
const OFFERS_ONLY: ReadonlySet<number> = new Set([7, 9, 10, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 31, 32, 33]);

/** A deal as a paid commit stores it. */
export function boughtDeal(jobId: string, feed: FeedRow, product: ProductSnapshot, nowMs: number): Deal {
  const { domainId, asin } = feed;
  const marginMinor = dealMargin(feed, product);
  return { domainId, asin, jobId, feed, product, marginMinor, rejectedReason: null, firstStoredMs: nowMs, lastSeenMs: nowMs };
}

/** A known deal seen again: the row's part is renewed, every field that was paid for stays. */
export function renewedDeal(deal: Deal, feed: FeedRow, rejectedReason: string | null, nowMs: number): Deal {
  return { ...deal, feed, marginMinor: dealMargin(feed, deal.product), rejectedReason, lastSeenMs: nowMs };
}

/** A known deal looked up anew: what the new answer says counts, and nothing that it is silent about is lost. Not yet judged. */
export function refreshedDeal(deal: Deal, product: ProductSnapshot, nowMs: number): Deal {
  const merged = mergedProduct(deal.product, product);
  const feed = rowFromProduct(deal.feed, product);
  return { ...deal, feed, product: merged, marginMinor: dealMargin(feed, merged), lastSeenMs: nowMs };
}

/** The newer answer over the older one. An answer without offers, history or statistics is silent about them. */
export function mergedProduct(stored: ProductSnapshot, fresh: ProductSnapshot): ProductSnapshot {
  // A request that is overtaken by a newer answer must not set it back.
  const [older, newer] = fresh.lastUpdateMs < stored.lastUpdateMs ? [fresh, stored] : [stored, fresh];
  return {
    ...overlaid(older, newer),
    eans: newer.eans.length > 0 ? newer.eans : older.eans,
    upcs: newer.upcs.length > 0 ? newer.upcs : older.upcs,
    categories: newer.categories.length > 0 ? newer.categories : older.categories,
    fees: overlaid<Fees>(older.fees, newer.fees),
    statistics: mergedStatistics(older.statistics, newer),
    history: newer.history.length > 0 ? newer.history : older.history,
  };
}

/** Member by member: what is known of the newer one, else of the older one. */
function overlaid<T extends object>(older: T, newer: T): T {
  const known = Object.entries(newer).filter(([, value]) => value !== null);
  return { ...older, ...Object.fromEntries(known) };
}

function mergedStatistics(older: PriceStatistics | null, { statistics: newer, offers }: ProductSnapshot): PriceStatistics | null {
  if (older === null || newer === null) return newer ?? older;
  const silent = offers === null ? OFFERS_ONLY : new Set<number>();
  return {
    ...overlaid(older, newer),
    current: spokenOver(older.current, newer.current, silent),
    avg30: spokenOver(older.avg30, newer.avg30, silent),
    avg90: spokenOver(older.avg90, newer.avg90, silent),
    avg180: spokenOver(older.avg180, newer.avg180, silent),
  };
}

/** "No data" of a series that was asked for is an answer (out of stock); of one that was not it is silence. */
function spokenOver(older: ByPriceType, newer: ByPriceType, silent: ReadonlySet<number>): ByPriceType {
  const length = Math.max(older.length, newer.length);
  return Array.from({ length }, (_, type) => newer[type] ?? (silent.has(type) || type >= newer.length ? (older[type] ?? null) : null));
}

/** The row as newer statistics of the product tell it. Unchanged where they are older, or absent. */
function rowFromProduct(row: FeedRow, { statistics, lastUpdateMs, offers }: ProductSnapshot): FeedRow {
  if (statistics === null || lastUpdateMs <= row.lastUpdateMs) return row;
  const { current, avg90 } = statistics;
  const isSilent = offers === null && OFFERS_ONLY.has(row.priceType);
  const currentMinor = isSilent ? row.currentMinor : (current[row.priceType] ?? null);
  const avg90Minor = avg90[row.priceType] ?? row.avg90Minor;
  return {
    ...row,
    lastUpdateMs,
    currentMinor,
    avg90Minor,
    drop90Percent: dropPercent(currentMinor, avg90Minor),
    salesRank: current[SALES_RANK] ?? row.salesRank,
    salesRankDrops30: statistics.salesRankDrops30 ?? row.salesRankDrops30,
    salesRankDrops90: statistics.salesRankDrops90 ?? row.salesRankDrops90,
    newOfferCount: current[COUNT_NEW] ?? row.newOfferCount,
    usedOfferCount: current[COUNT_USED] ?? row.usedOfferCount,
  };
}

/** As Keepa rounds and bounds it (measured on 577,399 cells): at most 99, at least -1000. */
function dropPercent(currentMinor: number | null, avg90Minor: number | null): number | null {
  if (currentMinor === null || avg90Minor === null || avg90Minor <= 0) return null;
  return Math.max(-1_000, Math.min(99, Math.floor((100 * (avg90Minor - currentMinor)) / avg90Minor + 0.5)));
}

/**
 * A row as a filter and people need it. That of a feed is one already; of an entry of a list next to nothing is known but what the product says.
 * Keepa compares warehouse and Prime prices (and has no average of lightning deals) with the price of new ones: so does this.
 */
export function rowOf({ source }: Pick<Job, 'source'>, row: FeedRow, product: ProductSnapshot): FeedRow {
  const { statistics } = product;
  if (!source.list || statistics === null) return row;
  const { current, avg30, avg90 } = statistics;
  const comparedType = COMPARED_WITH_NEW.has(row.priceType) ? NEW : row.priceType;
  const currentMinor = row.currentMinor ?? current[row.priceType] ?? null;
  const avg90Minor = avg90[row.priceType] ?? avg90[comparedType] ?? null;
  return {
    ...row,
    title: product.title ?? row.title,
    imageName: product.imageName ?? row.imageName,
    rootCategory: product.rootCategory ?? row.rootCategory,
    lastUpdateMs: product.lastUpdateMs,
    currentMinor,
    avgMonthMinor: avg30[row.priceType] ?? avg30[comparedType] ?? null,
    avg90Minor,
    drop90Percent: dropPercent(currentMinor, avg90Minor),
    salesRank: current[SALES_RANK] ?? null,
    salesRankDrops30: statistics.salesRankDrops30,
    salesRankDrops90: statistics.salesRankDrops90,
    newOfferCount: current[COUNT_NEW] ?? null,
    usedOfferCount: current[COUNT_USED] ?? null,
    rating: row.rating ?? current[RATING] ?? null,
    reviewCount: row.reviewCount ?? current[COUNT_REVIEWS] ?? null,
  };
}

/** What a feed row adds to the price history. */
export function sightingOf(row: FeedRow): readonly PriceObservation[] {
  const atMs = row.lastUpdateMs;
  const price = { priceType: row.priceType, atMs, value: row.currentMinor };
  return row.priceType === SALES_RANK ? [price] : [price, { priceType: SALES_RANK, atMs, value: row.salesRank }];
}
