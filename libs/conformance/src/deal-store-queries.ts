import { amazonLink, type Deal, type DealSortKey, type DealsQuery, type DealStore, type FeedRow } from '@smart-ingestor/contracts';
import { SUITE_NOW_MS } from './bucket-states';
import { feedRowOf } from './deal-data';
import { claimOf, cursorOf, dealOf, feedMoveOf, newItemOf } from './sample-data';

const NOW = SUITE_NOW_MS;
const BY_UPDATE = { sort: 'updated', descending: true } as const;

/** What people ask. */
export function describeQueries(of: () => DealStore): void {
  describeDealLists(of);
  describeStatus(of);
}

function describeDealLists(of: () => DealStore): void {
  it('shows a deal as people read it', async () => {
    await of().commit({ deals: [dealOf()], nowMs: NOW });
    const { asin, title, lastUpdateMs } = feedRowOf();
    expect(await of().deals.find(BY_UPDATE)).toEqual([
      {
        domain: 1,
        asin,
        title,
        price: 1_500,
        avg90: 4_000,
        dropPercent: 63,
        rank: 50_000,
        rankDrops90: 40,
        offers: 50,
        margin: 1_220,
        updatedMs: lastUpdateMs,
        seenMs: NOW,
        link: amazonLink(1, asin),
      },
    ]);
  });

  it('sorts by every key in both directions, unknown values always last', async () => {
    await of().commit({ deals: [row('LOW', 1), row('NONE', null), row('HIGH', 3), row('MID', 2)], nowMs: NOW });
    const keys: readonly DealSortKey[] = ['price', 'avg90', 'drop', 'rank', 'rank-drops', 'offers', 'margin'];
    for (const sort of keys) {
      expect([sort, await asinsOf(of(), { sort, descending: false })]).toEqual([sort, ['LOW', 'MID', 'HIGH', 'NONE']]);
      expect([sort, await asinsOf(of(), { sort, descending: true })]).toEqual([sort, ['HIGH', 'MID', 'LOW', 'NONE']]);
    }
    for (const sort of ['updated', 'title'] as const) {
      expect([sort, await asinsOf(of(), { sort, descending: false })]).toEqual([sort, ['NONE', 'LOW', 'MID', 'HIGH']]);
      expect([sort, await asinsOf(of(), { sort, descending: true, limit: 2 })]).toEqual([sort, ['HIGH', 'MID']]);
    }
  });

  it('filters by domain, ASIN, part of the title and inclusive ranges', async () => {
    const deals = [
      row('LOW', 1),
      row('MID', 2),
      row('HIGH', 3),
      row('NONE', null),
      dealOf({ asin: 'DE', domainId: 3, feed: feedRowOf({ domainId: 3, asin: 'DE', title: 'ÉTÉ 100%_a' }) }),
    ];
    await of().commit({ deals, nowMs: NOW });
    const found = (query: Partial<DealsQuery>): Promise<string[]> => asinsOf(of(), { sort: 'updated', descending: false, domainId: 1, ...query });
    expect(await found({ domainId: 3 })).toEqual(['DE']);
    expect(await found({ asin: 'MID' })).toEqual(['MID']);
    expect(await found({ titleContains: 'tITLE 2' })).toEqual(['MID']);
    expect(await found({ titleContains: '100%_A', domainId: 3 })).toEqual(['DE']);
    expect(await found({ titleContains: '1%', domainId: 3 })).toEqual([]);
    expect(await found({ titleContains: 'été', domainId: 3 })).toEqual(['DE']);
    expect(await found({ priceMinor: { min: 2, max: 3 } })).toEqual(['MID', 'HIGH']);
    expect(await found({ dropPercent: { min: 3 }, marginMinor: { min: 1 } })).toEqual(['HIGH']);
    expect(await found({ rank: { max: 2 } })).toEqual(['LOW', 'MID']);
  });

  it('leaves rejected deals out unless they are asked for', async () => {
    await of().commit({ deals: [dealOf({ asin: 'GOOD' }), dealOf({ asin: 'BAD', rejectedReason: 'price-above-max' })], nowMs: NOW });
    expect(await asinsOf(of(), BY_UPDATE)).toEqual(['GOOD']);
    expect((await asinsOf(of(), { ...BY_UPDATE, includeRejected: true })).sort()).toEqual(['BAD', 'GOOD']);
  });
}

function describeStatus(of: () => DealStore): void {
  it('sums up every job', async () => {
    expect(await of().jobStatus(NOW)).toEqual([]);
    const item = (asin: string, lastUpdateMs: number): ReturnType<typeof newItemOf> => newItemOf({ asin, lastUpdateMs });
    await of().commit({
      newItems: [item('A', 1), item('B', 2), item('C', 3), newItemOf({ asin: 'R', state: 'rejected', reason: 'price-above-max' })],
      feed: await feedMoveOf(of(), cursorOf()),
      nowMs: NOW,
    });
    await of().commit({ feed: await feedMoveOf(of(), cursorOf({ jobId: 'toys', passStartedMs: NOW - 1, feedHash: 'old' })), nowMs: NOW });
    await of().commit({ feed: await feedMoveOf(of(), cursorOf({ jobId: 'toys', passStartedMs: NOW })), nowMs: NOW });
    const [c] = await of().work.claim(claimOf({ limit: 1 }));
    await of().commit({
      transitions: [{ item: c!, to: 'stored', reason: null }],
      deals: [dealOf({ asin: 'C' }), dealOf({ asin: 'FOREIGN', jobId: 'other' })],
      nowMs: NOW,
    });
    expect(await of().jobStatus(NOW)).toEqual([
      {
        jobId: 'books',
        items: { queued: 2, accepted: 0, stored: 1, rejected: 1, dead: 0, superseded: 0 },
        rejectedByReason: { 'price-above-max': 1 },
        oldestOpenMs: 1,
        finishedLastHour: 2,
        cursor: cursorOf(),
        head: null,
        gaps: [],
        deals: 1,
        oldestSeenMs: NOW,
      },
      {
        jobId: 'toys',
        items: { queued: 0, accepted: 0, stored: 0, rejected: 0, dead: 0, superseded: 0 },
        rejectedByReason: {},
        oldestOpenMs: null,
        finishedLastHour: 0,
        cursor: cursorOf({ jobId: 'toys', passStartedMs: NOW }),
        head: null,
        gaps: [],
        deals: 0,
        oldestSeenMs: null,
      },
    ]);
  });
}

/** A deal whose every number is `value`. */
function row(asin: string, value: number | null): Deal {
  const feed: FeedRow = feedRowOf({
    asin,
    title: `Title ${value ?? 0}`,
    lastUpdateMs: NOW + (value ?? 0),
    currentMinor: value,
    avg90Minor: value,
    drop90Percent: value,
    salesRank: value,
    salesRankDrops90: value,
    newOfferCount: value,
    usedOfferCount: value,
  });
  return dealOf({ asin, feed, marginMinor: value });
}

async function asinsOf(store: DealStore, query: DealsQuery): Promise<string[]> {
  return (await store.deals.find(query)).map((deal) => deal.asin);
}
