import { dealOf, feedRowOf, productOf, statisticsOf, SUITE_NOW_MS } from '@smart-ingestor/conformance';
import type { Deal, LiveOffer, PriceObservation, ProductSnapshot } from '@smart-ingestor/contracts';

/** How much of a product comes with a deal. */
export interface ProductSize {
  readonly liveOffers: number;
  readonly pricePoints: number;
}

/** A bought product as the pipeline stores it: 8 offers and, with 90 days of history, about 500 price points (23 to 42 kB of JSON). */
export const WITH_HISTORY: ProductSize = { liveOffers: 8, pricePoints: 500 };
export const WITHOUT_HISTORY: ProductSize = { liveOffers: 8, pricePoints: 0 };
/** What a peek tells: prices and statistics of no type, no offers. Small, so that a million of them take a minute or two. */
export const PEEK: ProductSize = { liveOffers: 0, pricePoints: 0 };

/** A prime, and a primitive root of it: n ↦ n · root mod prime visits every ASIN once, in an order that no index likes. */
const PRIME = 2_147_483_647;
const ROOT = 48_271;

export function dealsOf(from: number, count: number, size: ProductSize): readonly Deal[] {
  return Array.from({ length: count }, (_, index) => dealNumber(from + index, size));
}

/** The same deal of the same number, so that all sides get equal bytes. */
export function dealNumber(n: number, size: ProductSize): Deal {
  const asin = `B${(((n + 1) * ROOT) % PRIME).toString(36).toUpperCase().padStart(9, '0')}`;
  const currentMinor = 100 + ((n * 7_919) % 40_000);
  const avg90Minor = currentMinor + ((n * 31) % 20_000);
  const title = `The ${n % 977}. Book of Harbours, Volume ${n % 13}`;
  const feed = feedRowOf({
    asin,
    title,
    currentMinor,
    avg90Minor,
    drop90Percent: Math.round(100 - (currentMinor / avg90Minor) * 100),
    salesRank: (n * 104_729) % 2_000_000,
    salesRankDrops90: n % 150,
    newOfferCount: n % 40,
    lastUpdateMs: SUITE_NOW_MS - ((n * 60_000) % 43_200_000),
  });
  return dealOf({ asin, feed, product: productNumber(n, asin, title, size), marginMinor: ((n * 17) % 9_000) - 3_000 });
}

function productNumber(n: number, asin: string, title: string, { liveOffers, pricePoints }: ProductSize): ProductSnapshot {
  if (liveOffers === 0) return productOf({ asin, title });
  const prices = Object.fromEntries(Array.from({ length: 20 }, (_, type) => [type, 1_000 + (((n + type) * 613) % 9_000)]));
  return productOf({
    asin,
    title,
    brand: 'Tern Press',
    author: 'J. Callender',
    eans: [`97800000${n % 90_000}`],
    categories: ['283155', '1000', '701004'],
    statistics: { ...statisticsOf(prices, prices), salesRankDrops30: n % 40, salesRankDrops90: n % 150 },
    offers: { retrievedCount: liveOffers, totalCount: liveOffers, fbaCount: 2, fbmCount: liveOffers - 2, live: offers(n, liveOffers) },
    buyBox: { priceMinor: 1_500, shippingMinor: 399, sellerId: 'A1BKX6BHM2HBZT', isFba: false, isAmazon: false },
    history: history(n, pricePoints),
  });
}

function offers(n: number, count: number): readonly LiveOffer[] {
  return Array.from({ length: count }, (_, index) => ({
    offerId: index + 1,
    sellerId: `A${(n * count + index + 1).toString(36).toUpperCase().padStart(13, '0')}`,
    condition: 1 + (index % 5),
    priceMinor: 900 + (((n + index) * 37) % 5_000),
    shippingMinor: 399,
    isFba: index < 2,
    isPrime: index < 2,
    isAmazon: false,
    isWarehouseDeal: false,
    isScam: false,
    lastSeenMs: SUITE_NOW_MS - index * 60_000,
    stock: null,
  }));
}

function history(n: number, count: number): readonly PriceObservation[] {
  return Array.from({ length: count }, (_, index) => ({
    priceType: index % 4,
    atMs: SUITE_NOW_MS - (count - index) * 15_000_000,
    value: 1_000 + (((n + index) * 211) % 9_000),
  }));
}
