import { type DealStore, GrantStateError, type TokenLedger } from '@smart-ingestor/contracts';
import { SUITE_NOW_MS } from './bucket-states';
import { feedRowOf, productOf } from './deal-data';
import { claimOf, cursorOf, dealOf, feedMoveOf, newItemOf, rawResponseOf, readingOf, reserveRequestOf } from './sample-data';

const NOW = SUITE_NOW_MS;
const NOTHING_DONE = { itemsAdded: 0, rejectedByReason: {}, itemsSuperseded: 0, fencedOut: 0, lost: new Set(), dealsNew: 0, dealsChanged: 0 };

/** One response, one transaction; deals, purchases, cursors and raw responses. */
export function describeCommits(of: () => DealStore & TokenLedger): void {
  describeTransaction(of);
  describeDeals(of);
  describePurchases(of);

  it('keeps one cursor per job and feed', async () => {
    await of().commit({ feed: await feedMoveOf(of(), cursorOf()), nowMs: NOW });
    await of().commit({ feed: await feedMoveOf(of(), cursorOf({ feedHash: 'h2', pagesRead: 7 })), nowMs: NOW });
    const renewed = cursorOf({ passCompletedMs: NOW + 1, pagesRead: 0, lastRowCount: null, pagesPerPass: 3, newestUpdateMs: null });
    await of().commit({ feed: await feedMoveOf(of(), renewed), nowMs: NOW + 1 });
    expect(await of().feeds.cursor({ jobId: 'books', feedHash: 'h1' })).toEqual(renewed);
    expect(await of().feeds.cursor({ jobId: 'books', feedHash: 'h2' })).toEqual(cursorOf({ feedHash: 'h2', pagesRead: 7 }));
    expect(await of().feeds.cursor({ jobId: 'books', feedHash: 'h3' })).toBeNull();
    expect(await of().feeds.cursor({ jobId: 'toys', feedHash: 'h1' })).toBeNull();
  });
}

function describeTransaction(of: () => DealStore & TokenLedger): void {
  it('does nothing for an empty commit', async () => {
    expect(await of().commit({ nowMs: NOW })).toEqual(NOTHING_DONE);
  });

  it('settles and stores in one step', async () => {
    await of().observe('acc', readingOf());
    await of().reserve(reserveRequestOf('a'));
    const outcome = await of().commit({
      settlement: { callId: 'a', reading: readingOf({ serverEndMs: NOW + 1, tokensLeft: 195, tokensConsumed: 5 }) },
      raw: rawResponseOf('{}'),
      newItems: [newItemOf()],
      deals: [dealOf()],
      observations: [{ domainId: 1, asin: dealOf().asin, observations: [{ priceType: 2, atMs: NOW, value: 1_500 }] }],
      feed: await feedMoveOf(of(), cursorOf()),
      nowMs: NOW + 1,
    });
    expect(outcome).toEqual({ ...NOTHING_DONE, itemsAdded: 1, dealsNew: 1 });
    expect(await of().books.entries({})).toMatchObject([{ state: 'settled', consumedTokens: 5 }]);
    expect(await of().state('acc', NOW + 1)).toMatchObject({ balanceTokens: 195, reservedWorstTokens: 0 });
    expect(await of().feeds.cursor({ jobId: 'books', feedHash: 'h1' })).toEqual(cursorOf());
  });

  it('stores nothing at all where the grant cannot be settled', async () => {
    await of().observe('acc', readingOf());
    await of().reserve(reserveRequestOf('a'));
    await of().cancel('a');
    const commit = {
      settlement: { callId: 'a', reading: readingOf({ serverEndMs: NOW + 1, tokensLeft: 1 }) },
      raw: rawResponseOf('{}'),
      newItems: [newItemOf()],
      purchases: [{ domainId: 1, asin: 'A', lastUpdateMs: 1, stage: 'peek' as const, product: null }],
      deals: [dealOf()],
      feed: await feedMoveOf(of(), cursorOf()),
      nowMs: NOW,
    };
    await expect(of().commit(commit)).rejects.toThrow(GrantStateError);
    expect(await of().work.queue('books', 'discover', NOW)).toMatchObject({ queued: 0, held: 0 });
    expect(await of().deals.byAsin(1, [dealOf().asin])).toEqual([]);
    expect(await of().work.purchases('peek', commit.purchases)).toEqual([]);
    expect(await of().feeds.cursor({ jobId: 'books', feedHash: 'h1' })).toBeNull();
    expect(await of().state('acc', NOW)).toMatchObject({ balanceTokens: 200 });
  });

  it('stores every one of twenty commits made at once, and rolls a failing one back alone', async () => {
    const good = Array.from({ length: 20 }, (_, n) =>
      of().commit({ newItems: [newItemOf({ asin: `ASIN-${n}` })], deals: [dealOf({ asin: `ASIN-${n}` })], nowMs: NOW }),
    );
    const bad = of().commit({ settlement: { callId: 'none', reading: readingOf() }, deals: [dealOf({ asin: 'BAD' })], nowMs: NOW });
    const late = of().commit({ deals: [dealOf({ asin: 'LATE' })], nowMs: NOW });
    await expect(bad).rejects.toThrow(GrantStateError);
    await Promise.all([...good, late]);
    expect(await of().work.claim(claimOf({ limit: 100 }))).toHaveLength(20);
    expect((await of().deals.find({ sort: 'updated', descending: true })).map((deal) => deal.asin)).toHaveLength(21);
    expect(await of().deals.byAsin(1, ['BAD'])).toEqual([]);
  });
}

function describeDeals(of: () => DealStore): void {
  it('gives a deal back equal in every field', async () => {
    const full = fullDeal();
    await of().commit({ deals: [full, dealOf({ asin: 'PLAIN' })], nowMs: NOW });
    expect(await of().deals.byAsin(1, [full.asin, 'NOBODY'])).toEqual([full]);
    expect(await of().deals.byAsin(1, ['PLAIN'])).toEqual([dealOf({ asin: 'PLAIN' })]);
    expect(await of().deals.byAsin(2, [full.asin])).toEqual([]);
    expect(await of().deals.byAsin(1, [])).toEqual([]);
  });

  it('counts a deal as new once, as changed only where more than its sighting changed, and keeps when it was first stored', async () => {
    const deal = fullDeal();
    const counts = async (next: typeof deal): Promise<string> => {
      const { dealsNew, dealsChanged } = await of().commit({ deals: [next], nowMs: NOW });
      return `${dealsNew} new, ${dealsChanged} changed`;
    };
    expect(await counts(deal)).toBe('1 new, 0 changed');
    expect(await counts({ ...deal, firstStoredMs: NOW + 9, lastSeenMs: NOW + 9 })).toBe('0 new, 0 changed');
    expect(await of().deals.byAsin(1, [deal.asin])).toEqual([{ ...deal, lastSeenMs: NOW + 9 }]);
    expect(await counts({ ...deal, rejectedReason: 'price-above-max' })).toBe('0 new, 1 changed');
    expect(await counts({ ...deal, rejectedReason: null })).toBe('0 new, 1 changed');
    expect(await counts({ ...deal, marginMinor: null })).toBe('0 new, 1 changed');
    expect(await counts({ ...deal, marginMinor: null, product: { ...deal.product, monthlySold: 8 } })).toBe('0 new, 1 changed');
  });

  it('renews the feed part and leaves every field of the product as it was bought', async () => {
    const deal = fullDeal();
    await of().commit({ deals: [deal], nowMs: NOW });
    const [known] = await of().deals.byAsin(1, [deal.asin]);
    const feed = feedRowOf({ currentMinor: 999, salesRank: null, lastUpdateMs: NOW });
    expect(await of().commit({ deals: [{ ...known!, feed, lastSeenMs: NOW + 5 }], nowMs: NOW })).toMatchObject({ dealsNew: 0, dealsChanged: 1 });
    expect(await of().deals.byAsin(1, [deal.asin])).toEqual([{ ...deal, feed, lastSeenMs: NOW + 5 }]);
  });
}

function describePurchases(of: () => DealStore): void {
  it('remembers what was bought per stage and version, no data included', async () => {
    const bought = { domainId: 1, asin: 'A', lastUpdateMs: NOW, stage: 'peek', product: productOf({ asin: 'A' }) } as const;
    const noData = { domainId: 1, asin: 'B', lastUpdateMs: NOW, stage: 'peek', product: null } as const;
    const dear = { ...bought, stage: 'commit', product: productOf({ asin: 'A', brand: 'with offers' }) } as const;
    await of().commit({ purchases: [bought, noData, dear], nowMs: NOW });
    const asked = [bought, noData, { ...bought, lastUpdateMs: NOW + 1 }, { ...noData, domainId: 2 }];
    const found = await of().work.purchases('peek', asked);
    expect([...found].sort((a, b) => (a.asin < b.asin ? -1 : 1))).toEqual([bought, noData]);
    expect(await of().work.purchases('commit', asked)).toEqual([dear]);
    expect(await of().work.purchases('commit', [])).toEqual([]);
  });
}

/** Odd but possible values in every corner. */
function fullDeal(): ReturnType<typeof dealOf> {
  const feed = feedRowOf({ title: `O'Reilly "50%" \u2028 日本 🦊`, rootCategory: '9223372036854775807', usedOfferCount: null, drop90Percent: -12.5 });
  const product = productOf({
    eans: ['9781449373320'],
    categories: ['283155', '9223372036854775807'],
    statistics: {
      current: [1_500, null, 0],
      avg30: [],
      avg90: [null],
      avg180: [1],
      salesRankDrops30: 0,
      salesRankDrops90: null,
      salesRankDrops180: 2,
      salesRankDrops365: 3,
    },
    history: [
      { priceType: 2, atMs: NOW - 60_000, value: null },
      { priceType: 2, atMs: NOW, value: 1_500 },
    ],
    offers: { retrievedCount: 1, totalCount: 9, fbaCount: null, fbmCount: 9, live: [LIVE_OFFER] },
    buyBox: { priceMinor: 1_500, shippingMinor: null, sellerId: null, isFba: false, isAmazon: true },
  });
  return dealOf({ feed, product });
}

const LIVE_OFFER = {
  offerId: 3,
  sellerId: 'A2L77EE7U53NWQ',
  condition: 2,
  priceMinor: 1_500,
  shippingMinor: 399,
  isFba: false,
  isPrime: true,
  isAmazon: false,
  isWarehouseDeal: false,
  isScam: false,
  lastSeenMs: NOW,
  stock: null,
};
