import { feedRowOf } from '@smart-ingestor/conformance';
import type { Deal, FeedRow, LiveOffer, OfferSnapshot, PriceStatistics, ProductSnapshot } from '@smart-ingestor/contracts';
import fc from 'fast-check';
import { sqliteStore } from '../testing/temporary-store';
import type { SqliteDealStore } from './sqlite-deal-store';

const text = fc.string({ unit: 'grapheme', maxLength: 30 });
const integer = fc.maxSafeInteger().map((n) => n + 0);
const timeMs = fc.integer({ min: 0, max: 4_102_444_800_000 });
const maybe = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(of, { nil: null });
const number = maybe(
  fc.oneof(
    integer,
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
  ),
);
const texts = fc.array(text, { maxLength: 3 });
const numbers = fc.array(number, { maxLength: 4 });

/** Every field, so that one added to a type and forgotten by the store is noticed by the compiler here. */
const feed: fc.Arbitrary<FeedRow> = fc.record({
  domainId: fc.constant(1),
  asin: fc.constant('A'),
  title: text,
  imageName: maybe(text),
  rootCategory: maybe(text),
  priceType: integer,
  lastUpdateMs: timeMs,
  createdMs: timeMs,
  currentMinor: number,
  avgDayMinor: number,
  avgWeekMinor: number,
  avgMonthMinor: number,
  avg90Minor: number,
  drop90Percent: number,
  salesRank: number,
  salesRankDrops30: number,
  salesRankDrops90: number,
  newOfferCount: number,
  usedOfferCount: number,
  rating: number,
  reviewCount: number,
});

const offer: fc.Arbitrary<LiveOffer> = fc.record({
  offerId: integer,
  sellerId: text,
  condition: integer,
  priceMinor: number,
  shippingMinor: number,
  isFba: fc.boolean(),
  isPrime: fc.boolean(),
  isAmazon: fc.boolean(),
  isWarehouseDeal: fc.boolean(),
  isScam: fc.boolean(),
  lastSeenMs: timeMs,
  stock: number,
});

const offers: fc.Arbitrary<OfferSnapshot> = fc.record({
  retrievedCount: number,
  totalCount: number,
  fbaCount: number,
  fbmCount: number,
  live: fc.array(offer, { maxLength: 3 }),
});

const statistics: fc.Arbitrary<PriceStatistics> = fc.record({
  current: numbers,
  avg30: numbers,
  avg90: numbers,
  avg180: numbers,
  salesRankDrops30: number,
  salesRankDrops90: number,
  salesRankDrops180: number,
  salesRankDrops365: number,
});

const product: fc.Arbitrary<ProductSnapshot> = fc.record({
  domainId: fc.constant(1),
  asin: fc.constant('A'),
  parentAsin: maybe(text),
  title: maybe(text),
  brand: maybe(text),
  manufacturer: maybe(text),
  author: maybe(text),
  binding: maybe(text),
  productGroup: maybe(text),
  imageName: maybe(text),
  eans: texts,
  upcs: texts,
  rootCategory: maybe(text),
  categories: texts,
  lastUpdateMs: timeMs,
  lastPriceChangeMs: maybe(timeMs),
  packageWeightGrams: number,
  packageLengthMm: number,
  packageWidthMm: number,
  packageHeightMm: number,
  monthlySold: number,
  fees: fc.record({ referralPercent: number, pickAndPackMinor: number, variableClosingMinor: number }),
  statistics: maybe(statistics),
  offers: maybe(offers),
  buyBox: maybe(fc.record({ priceMinor: integer, shippingMinor: number, sellerId: maybe(text), isFba: fc.boolean(), isAmazon: fc.boolean() })),
  history: fc.array(fc.record({ priceType: integer, atMs: timeMs, value: number }), { maxLength: 5 }),
});

const deal: fc.Arbitrary<Deal> = fc.record({
  domainId: fc.constant(1),
  asin: fc.constant('A'),
  jobId: maybe(text),
  feed,
  product,
  marginMinor: maybe(integer),
  rejectedReason: maybe(text),
  firstStoredMs: fc.constant(1),
  lastSeenMs: timeMs,
});

describe('any deal', () => {
  let store: SqliteDealStore;
  beforeAll(async () => {
    store = sqliteStore();
    await store.open();
  });
  afterAll(() => store.close());

  const stored = async (written: Deal): Promise<Deal | undefined> => {
    await store.commit({ deals: [written], nowMs: 1 });
    return (await store.deals.byAsin(1, ['A']))[0];
  };

  it('reads back equal in every field', async () => {
    await fc.assert(
      fc.asyncProperty(deal, async (written) => {
        expect(await stored(written)).toEqual(written);
      }),
      { numRuns: 200 },
    );
  });

  it('keeps every field that was paid for when only its feed row is renewed', async () => {
    await fc.assert(
      fc.asyncProperty(deal, feed, async (bought, sighting) => {
        const known = (await stored(bought))!;
        expect(await stored({ ...known, feed: sighting, lastSeenMs: 5 })).toEqual({ ...bought, feed: sighting, lastSeenMs: 5 });
      }),
      { numRuns: 100 },
    );
  });

  it('shows the feed row that it was last seen with', async () => {
    await stored((await store.deals.byAsin(1, ['A']))[0]!);
    await stored({ ...(await store.deals.byAsin(1, ['A']))[0]!, feed: feedRowOf({ asin: 'A' }), rejectedReason: null });
    expect(await store.deals.find({ sort: 'updated', descending: true })).toMatchObject([{ asin: 'A', title: feedRowOf().title, price: 1_500 }]);
  });
});
