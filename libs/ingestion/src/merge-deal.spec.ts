import { dealOf, feedRowOf, productOf, statisticsOf } from '@smart-ingestor/conformance';
import type { FeedRow, ProductSnapshot } from '@smart-ingestor/contracts';
import fc from 'fast-check';
import { boughtDeal, mergedProduct, refreshedDeal, renewedDeal, sightingOf } from './merge-deal';

const feed = {
  domainId: 1,
  asin: '0135048761',
  priceType: 2,
  lastUpdateMs: 60_000,
  currentMinor: 1_000,
  avg90Minor: 4_000,
  salesRank: 77,
} as FeedRow;
const product = {
  asin: '0135048761',
  title: 'Paid for',
  fees: { referralPercent: 15, pickAndPackMinor: 500, variableClosingMinor: 180 },
  offers: { live: [{ offerId: 1 }] },
} as unknown as ProductSnapshot;

describe('light update of a known deal', () => {
  const deal = boughtDeal('books', feed, product, 100);
  const cheaper: FeedRow = { ...feed, lastUpdateMs: 120_000, currentMinor: 900 };
  const renewed = renewedDeal(deal, cheaper, null, 200);

  it('keeps every field that was paid for', () => {
    expect(renewed.product).toBe(deal.product);
    expect(renewed.firstStoredMs).toBe(100);
    expect(Object.keys(renewed).sort()).toEqual(Object.keys(deal).sort());
  });

  it('renews the row, the sighting and the margin that follows from it', () => {
    expect(renewed).toMatchObject({ feed: cheaper, lastSeenMs: 200, marginMinor: deal.marginMinor! + 100 });
  });

  it('remembers why it no longer passes, without losing the deal', () => {
    expect(renewedDeal(deal, cheaper, 'price-above-max', 200)).toMatchObject({ rejectedReason: 'price-above-max', product });
  });
});

describe('sightingOf', () => {
  it('adds price and rank at the time of the row, and unknown stays unknown', () => {
    expect(sightingOf({ ...feed, currentMinor: null })).toEqual([
      { priceType: 2, atMs: 60_000, value: null },
      { priceType: 3, atMs: 60_000, value: 77 },
    ]);
  });
});

describe('light refresh of a full row', () => {
  const NEW_FBA = 10;
  const full = productOf({
    ...{
      parentAsin: 'P',
      brand: 'b',
      manufacturer: 'm',
      author: 'a',
      eans: ['1'],
      upcs: ['2'],
      monthlySold: 4,
      lastPriceChangeMs: 1,
      lastUpdateMs: 1_000,
    },
    statistics: {
      ...statisticsOf({ 2: 1_500, 3: 9, [NEW_FBA]: 2_222, 18: 1_900 }, { 2: 4_000, [NEW_FBA]: 2_500 }),
      ...{ salesRankDrops30: 1, salesRankDrops90: 2, salesRankDrops180: 3, salesRankDrops365: 4 },
    },
    offers: { retrievedCount: 3, totalCount: 3, fbaCount: 1, fbmCount: 2, live: [] },
    buyBox: { priceMinor: 1_900, shippingMinor: 0, sellerId: 'S', isFba: true, isAmazon: false },
    history: [{ priceType: 2, atMs: 1, value: 3 }],
  });

  /** Every member that holds something, nested ones and elements of arrays too. */
  function filled(value: unknown, path = ''): string[] {
    if (value === null || value === undefined) return [];
    if (typeof value !== 'object') return [path];
    const members = Object.entries(value);
    return [...(Array.isArray(value) && value.length === 0 ? [] : [path]), ...members.flatMap(([name, member]) => filled(member, `${path}.${name}`))];
  }

  /** A product of which any part may be missing: what a request without offers or history may bring. */
  const light = fc.subarray(Object.keys(full).filter((member) => !['domainId', 'asin', 'lastUpdateMs'].includes(member))).chain((missing) =>
    fc.integer({ min: 0, max: 5_000 }).map((lastUpdateMs): ProductSnapshot => {
      const none = Object.fromEntries(missing.map((member) => [member, Array.isArray(full[member as keyof ProductSnapshot]) ? [] : null]));
      const noFees = { referralPercent: null, pickAndPackMinor: null, variableClosingMinor: null };
      const statistics = {
        ...full.statistics!,
        current: full.statistics!.current.map((value, type) => (type === NEW_FBA || type === 18 ? null : value)),
      };
      const product = { ...full, statistics, offers: null, buyBox: null, history: [], ...none, lastUpdateMs };
      return { ...product, fees: missing.includes('fees') ? noFees : full.fees } as ProductSnapshot;
    }),
  );

  it('loses 0 fields, whatever the new answer is silent about', () => {
    const paidFor = filled(full);
    fc.assert(
      fc.property(light, (fresh) => {
        const kept = new Set(filled(mergedProduct(full, fresh)));
        expect(paidFor.filter((field) => !kept.has(field))).toEqual([]);
      }),
    );
  });

  it('takes what the new answer says, and an older one sets nothing back', () => {
    const fresh = productOf({ title: 'new', lastUpdateMs: 2_000, statistics: statisticsOf({ 2: 900 }, { 2: 3_500 }), monthlySold: null });
    expect(mergedProduct(full, fresh)).toMatchObject({ title: 'new', lastUpdateMs: 2_000, monthlySold: 4, statistics: { salesRankDrops30: 1 } });
    expect(mergedProduct(full, { ...fresh, lastUpdateMs: 999 })).toMatchObject({ title: full.title, lastUpdateMs: 1_000 });
  });

  it('takes "no data" of a series that was asked for as the answer that it is, and silence of one that comes with offers only as silence', () => {
    const fresh = productOf({ lastUpdateMs: 2_000, statistics: statisticsOf({ 3: 8 }) });
    const { current } = mergedProduct(full, fresh).statistics!;
    expect([current[2], current[3], current[NEW_FBA], current[18]]).toEqual([null, 8, 2_222, 1_900]);
    const withOffers = { ...fresh, offers: { ...full.offers!, retrievedCount: 0 } };
    expect(mergedProduct(full, withOffers).statistics!.current[NEW_FBA]).toBeNull();
  });

  it('renews price, rank, drop and margin of the row, at the time of the product', () => {
    const deal = dealOf({ feed: feedRowOf({ lastUpdateMs: 1_000 }), product: full, lastSeenMs: 1, firstStoredMs: 1 });
    const fresh = productOf({ lastUpdateMs: 2_000, statistics: statisticsOf({ 2: 3_000, 3: 77, 11: 5, 12: 6 }, { 2: 4_500 }) });
    const refreshed = refreshedDeal(deal, fresh, 5_000);
    expect(refreshed.feed).toMatchObject({ lastUpdateMs: 2_000, currentMinor: 3_000, avg90Minor: 4_500, drop90Percent: 33, salesRank: 77 });
    expect(refreshed.feed).toMatchObject({ newOfferCount: 5, usedOfferCount: 6, title: deal.feed.title, salesRankDrops90: 40 });
    // Sells at 45.00, buys at 30.00; fees 15 %, 5.00 and 1.80.
    expect(refreshed).toMatchObject({ marginMinor: 145, firstStoredMs: 1, lastSeenMs: 5_000 });
    expect(refreshedDeal(deal, { ...fresh, lastUpdateMs: 1_000 }, 5_000).feed).toBe(deal.feed);
    expect(refreshedDeal(deal, { ...fresh, statistics: null }, 5_000).feed).toBe(deal.feed);
  });

  it('of a deal whose price type comes with offers only keeps the price of the row', () => {
    const deal = dealOf({ feed: feedRowOf({ lastUpdateMs: 1_000, priceType: NEW_FBA, currentMinor: 2_222 }), product: full });
    const fresh = productOf({ lastUpdateMs: 2_000, statistics: statisticsOf({ 3: 77 }) });
    expect(refreshedDeal(deal, fresh, 5_000).feed).toMatchObject({ currentMinor: 2_222, salesRank: 77 });
  });
});
