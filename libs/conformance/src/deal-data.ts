import type { FeedRow, PriceStatistics, ProductSnapshot } from '@smart-ingestor/contracts';
import { SUITE_NOW_MS } from './bucket-states';

/** Keepa sends at least this many price types. */
const PRICE_TYPES = 36;

/** Test data: a used book at 15.00 instead of 40.00, except for what `fields` say. */
export function feedRowOf(fields: Partial<FeedRow> = {}): FeedRow {
  return {
    domainId: 1,
    asin: '1449373321',
    title: 'Designing Data-Intensive Applications',
    imageName: '51example.jpg',
    rootCategory: '283155',
    priceType: 2,
    lastUpdateMs: SUITE_NOW_MS - 3_600_000,
    createdMs: SUITE_NOW_MS - 7_200_000,
    currentMinor: 1_500,
    avgDayMinor: 1_600,
    avgWeekMinor: 2_000,
    avgMonthMinor: 3_000,
    avg90Minor: 4_000,
    drop90Percent: 63,
    salesRank: 50_000,
    salesRankDrops30: 12,
    salesRankDrops90: 40,
    newOfferCount: 20,
    usedOfferCount: 30,
    rating: 47,
    reviewCount: 1_200,
    ...fields,
  };
}

/** Test data: a row of which only the identity is known. */
export function emptyFeedRow(): FeedRow {
  const { domainId, asin, title, priceType, lastUpdateMs, createdMs } = feedRowOf();
  const unknown = Object.fromEntries(Object.keys(feedRowOf()).map((member) => [member, null])) as unknown as FeedRow;
  return { ...unknown, domainId, asin, title, priceType, lastUpdateMs, createdMs };
}

/** Test data: Keepa's statistics with the given values by price type, nothing else known. */
export function statisticsOf(current: Readonly<Record<number, number>> = {}, avg90: Readonly<Record<number, number>> = {}): PriceStatistics {
  const byPriceType = (values: Readonly<Record<number, number>>): (number | null)[] =>
    Array.from({ length: PRICE_TYPES }, (_, type) => values[type] ?? null);
  return {
    current: byPriceType(current),
    avg30: byPriceType({}),
    avg90: byPriceType(avg90),
    avg180: byPriceType({}),
    salesRankDrops30: null,
    salesRankDrops90: null,
    salesRankDrops180: null,
    salesRankDrops365: null,
  };
}

/** Test data: what a peek tells of the book of `feedRowOf`, with known fees (15 %, 5.00, 1.80), except for what `fields` say. */
export function productOf(fields: Partial<ProductSnapshot> = {}): ProductSnapshot {
  return {
    domainId: 1,
    asin: '1449373321',
    parentAsin: null,
    title: 'Designing Data-Intensive Applications',
    brand: null,
    manufacturer: null,
    author: null,
    binding: 'Paperback',
    productGroup: 'Book',
    imageName: '51example.jpg',
    eans: [],
    upcs: [],
    rootCategory: '283155',
    categories: ['283155'],
    lastUpdateMs: SUITE_NOW_MS - 3_600_000,
    lastPriceChangeMs: null,
    packageWeightGrams: 900,
    packageLengthMm: 230,
    packageWidthMm: 180,
    packageHeightMm: 30,
    monthlySold: null,
    fees: { referralPercent: 15, pickAndPackMinor: 500, variableClosingMinor: 180 },
    statistics: null,
    offers: null,
    buyBox: null,
    history: [],
    ...fields,
  };
}
