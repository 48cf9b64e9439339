import { dealOf, feedRowOf, newItemOf, productOf, statisticsOf } from '@smart-ingestor/conformance';
import { bareRow, type BestSellerList, type FeedCursor, type FeedRow, type ListSource, type SellerRequest } from '@smart-ingestor/contracts';
import type { ListJob } from '../job';
import { rowOf } from '../merge-deal';
import { HOUR_MS, MINUTE_MS, NOW_MS, plainJob, REJECTED, UnitRig, type UnitRigOptions } from '../testing/unit-rig';
import type { Passes } from './lanes';
import { lanesOf } from './lanes';
import { ListLane } from './list-lane';

const DAY_MS = 24 * HOUR_MS;
const entries = (...asins: string[]): FeedRow[] => asins.map((asin) => bareRow(1, asin, 2));

/** Sellers S0, S1, …, one request each; every answer names the ASINs given to it as best sellers. */
function listSource(pages = 1): ListSource<SellerRequest> {
  const request = (page: number): SellerRequest => ({ endpoint: 'seller', domainId: 1, sellerIds: [`S${page}`], storefront: true });
  return {
    ...{ name: 'list', domainId: 1, feedHash: 'l1' },
    list: {
      everyMs: DAY_MS,
      revisitAfterMs: 7 * DAY_MS,
      pageOf: (value) => {
        const { asins, problems } = value as unknown as BestSellerList;
        return { entries: entries(...asins), rowCount: asins.length, problems };
      },
    },
    nextRequest: ({ pagesRead }) => (pagesRead < pages ? request(pagesRead) : null),
    plan: () => ({ coverage: 'a list', request: request(0), requestsAtMost: pages, itemsAtMost: 100 }),
  };
}

const givenSource = (): ListSource<never> => ({
  ...listSource(),
  ...{ list: { everyMs: DAY_MS, revisitAfterMs: DAY_MS, pageOf: (nothing: never) => nothing } },
  nextRequest: ({ pagesRead }) =>
    pagesRead < 2 ? { given: { entries: entries(`A${pagesRead}`, `B${pagesRead}`), rowCount: 2, problems: [] } } : null,
  plan: () => ({ coverage: 'four products', request: null, requestsAtMost: 0, itemsAtMost: 4 }),
});

const listJob = (fields: Partial<ListJob> = {}, pages = 1): ListJob =>
  ({ ...plainJob(), source: listSource(pages) as ListSource, ...fields }) as ListJob;

function reading(options: UnitRigOptions<ListJob> = {}, passes: Passes = 'due'): { rig: UnitRig<ListJob>; lane: ListLane } {
  const rig = new UnitRig({ ...options, job: options.job ?? listJob() });
  return { rig, lane: new ListLane(rig.job, rig.parts, passes) };
}

const listed = (...asins: string[]) => ({ asins, isKnown: true, lastUpdateMs: 1, problems: [] }) as never;
const cursorOf = (fields: Partial<FeedCursor> = {}): FeedCursor => ({
  ...{ jobId: 'books', feedHash: 'l1', passStartedMs: NOW_MS, passCompletedMs: NOW_MS, coveredToMs: NOW_MS, pagesRead: 0, lastRowCount: null },
  ...{ pagesPerPass: 1, newestUpdateMs: null, oldestUpdateMs: null },
  ...fields,
});

describe('A page of a list', () => {
  it('makes every entry an item of this moment, the first on the list the newest, without asking a filter that has nothing to judge', async () => {
    const filter = { ...plainJob().filter, judgeRow: () => ({ keep: false as const, reason: 'rank-unknown' }) };
    const { rig, lane } = reading({ job: listJob({ filter }) });
    await rig.answer(lane, listed('A', 'B', 'C'));
    expect(rig.store.ends()).toEqual(['A: queued', 'B: queued', 'C: queued']);
    expect(rig.store.items.map(({ lastUpdateMs }) => NOW_MS - lastUpdateMs)).toEqual([0, 1, 2]);
    expect(rig.eventsOf('page.scanned')).toMatchObject([{ part: 'pass', rows: 3, itemsAdded: 3, dealsRenewed: 0, passComplete: true }]);
  });

  it('delivers items and the move of the cursor in one commit, under its lease', async () => {
    const { rig, lane } = reading({ job: listJob({}, 2) });
    await rig.answer(lane, listed('A'));
    expect(rig.store.commits).toMatchObject([
      { newItems: { length: 1 }, feed: { lease: { part: 'pass' }, cursor: { pagesRead: 1, passCompletedMs: null } } },
    ]);
    await rig.answer(lane, listed('B'));
    expect(rig.requests).toMatchObject([{ sellerIds: ['S0'] }, { sellerIds: ['S1'] }]);
    expect(rig.store.cursor).toMatchObject({ pagesRead: 0, passCompletedMs: NOW_MS, coveredToMs: NOW_MS, pagesPerPass: 2 });
  });

  it('keeps the version of an entry until it is to be revisited, so that nothing is bought for it again', async () => {
    const { rig, lane } = reading();
    const ageMs = { OLD: 7 * DAY_MS, KNOWN: 7 * DAY_MS - 1, AHEAD: -HOUR_MS };
    for (const [asin, age] of Object.entries(ageMs)) {
      rig.store.add([newItemOf({ asin, lastUpdateMs: NOW_MS - age, state: 'rejected', reason: 'r', filterHash: 'f1' })]);
    }
    await rig.answer(lane, listed('OLD', 'KNOWN', 'AHEAD', 'NEW'));
    expect(rig.eventsOf('page.scanned')).toMatchObject([{ rows: 4, itemsAdded: 2 }]);
    expect(rig.store.commits[0]!.newItems!.map(({ asin, lastUpdateMs }) => [asin, NOW_MS - lastUpdateMs])).toEqual([
      ['OLD', 0],
      ['KNOWN', 7 * DAY_MS - 1],
      ['AHEAD', -HOUR_MS],
      ['NEW', 3],
    ]);
  });

  it('leaves a stored deal as it is and judges it by what is stored, at 0 tokens', async () => {
    const filter = {
      ...plainJob().filter,
      judgePeek: (row: FeedRow) => (row.asin === 'DEAR' ? { keep: false as const, reason: 'dear' } : { keep: true as const }),
    };
    const { rig, lane } = reading({ job: listJob({ filter }) });
    for (const asin of ['DEAR', 'KEPT']) rig.store.knows(dealOf({ asin, feed: feedRowOf({ asin }) }));
    await rig.answer(lane, listed('DEAR', 'KEPT'));
    expect(rig.store.ends()).toEqual(['DEAR: rejected(dear)', 'KEPT: stored']);
    expect(rig.store.commits[0]!.deals ?? []).toEqual([]);
  });
});

describe('A list that is given', () => {
  it('costs nothing: page after page becomes durable, and nothing is sent', async () => {
    const { rig, lane } = reading({ job: listJob({ source: givenSource() as ListSource }) });
    for (const pagesRead of [1, 0]) {
      await rig.load(lane);
      expect(rig.store.cursor).toMatchObject({ pagesRead });
    }
    expect([rig.requests, rig.store.ends()]).toEqual([[], ['A0: queued', 'A1: queued', 'B0: queued', 'B1: queued']]);
    expect(await rig.dueInMinutes(lane)).toBe(24 * 60);
  });

  it('has the price of the smallest request until it is loaded: it waits like anything else while the account is in debt', async () => {
    const { rig, lane } = reading({ job: listJob({ source: givenSource() as ListSource }) });
    expect((await rig.unit(lane)).template(1)).toMatchObject({ endpoint: 'product', asins: { length: 1 } });
  });
});

describe('The cadence of a list', () => {
  it('is what is wanted, and later where the share of the scans affords less', async () => {
    const { rig, lane } = reading({ refillPerMinute: 5 });
    rig.store.cursor = cursorOf();
    expect(await rig.dueInMinutes(lane)).toBe(24 * 60);
    // The fake's price of a request is 1 token: 2,000 of them at a fifth of 5 a minute take 2,000 minutes.
    rig.store.cursor = cursorOf({ pagesPerPass: 2_000 });
    expect(await rig.dueInMinutes(lane)).toBe(2_000);
  });

  it('goes on at once with a pass that is running, however long ago it was interrupted', async () => {
    const { rig, lane } = reading({ job: listJob({}, 3) });
    rig.store.cursor = cursorOf({ pagesRead: 2, passStartedMs: NOW_MS - 30 * DAY_MS });
    await rig.answer(lane, listed('A'));
    expect(rig.requests).toMatchObject([{ sellerIds: ['S2'] }]);
    expect(rig.store.cursor).toMatchObject({ pagesRead: 0, coveredToMs: NOW_MS - 30 * DAY_MS });
  });

  it('begins anew where the pass is from the future, because a clock was set back', async () => {
    const { rig, lane } = reading({ job: listJob({}, 3) });
    rig.store.cursor = cursorOf({ pagesRead: 2, passStartedMs: NOW_MS + HOUR_MS });
    await rig.load(lane);
    expect(rig.requests).toMatchObject([{ sellerIds: ['S0'] }]);
  });

  it('of a single run is one pass, and none after it', async () => {
    const { rig, lane } = reading({}, 'once');
    rig.store.cursor = cursorOf({ passCompletedMs: NOW_MS - HOUR_MS });
    await rig.answer(lane, listed('A'));
    expect(await rig.dueInMinutes(lane)).toBe(Number.POSITIVE_INFINITY);
    expect(rig.eventsOf('coverage.gap')).toEqual([]);
  });
});

describe('A page that came to nothing', () => {
  it('is asked for again later, further off with every failure, and at once where nobody is to blame', async () => {
    const { rig, lane } = reading();
    await rig.fail(lane, null);
    expect(await rig.dueInMinutes(lane)).toBe(0);
    await rig.fail(lane);
    const first = await rig.dueInMinutes(lane);
    rig.nowMs += first * MINUTE_MS;
    await rig.fail(lane, REJECTED);
    expect(first).toBeGreaterThan(0);
    expect(await rig.dueInMinutes(lane)).toBeGreaterThan(first);
  });

  it('that another process reads is looked at again in ten seconds', async () => {
    const { rig, lane } = reading();
    rig.store.readElsewhereUntilMs.pass = NOW_MS + MINUTE_MS;
    await rig.load(lane);
    expect([rig.requests, await rig.dueInMinutes(lane)]).toEqual([[], 1 / 6]);
  });
});

describe('The row of an entry', () => {
  const product = productOf({
    ...{ title: 'A Book', lastUpdateMs: NOW_MS - HOUR_MS },
    statistics: { ...statisticsOf({ 1: 1_500, 2: 900, 3: 40_000, 11: 4, 12: 7, 16: 45, 17: 12 }, { 1: 2_000, 2: 1_800 }), salesRankDrops90: 9 },
  });
  const job = listJob();

  it('is completed from its product, so that filters, margin and tables see prices and ranks', () => {
    expect(rowOf(job, bareRow(1, product.asin, 2), product)).toMatchObject({
      ...{ title: 'A Book', lastUpdateMs: NOW_MS - HOUR_MS, currentMinor: 900, avg90Minor: 1_800, drop90Percent: 50, salesRank: 40_000 },
      ...{ salesRankDrops90: 9, newOfferCount: 4, usedOfferCount: 7, rating: 45, reviewCount: 12 },
    });
  });

  it('keeps the price that the list named, and compares a lightning deal with the price of new ones', () => {
    const lightning = { ...bareRow(1, product.asin, 8), currentMinor: 1_000 };
    expect(rowOf(job, lightning, product)).toMatchObject({ currentMinor: 1_000, avg90Minor: 2_000, drop90Percent: 50 });
  });

  it('of a feed is left as the feed showed it', () => {
    const row = feedRowOf({ currentMinor: null });
    expect(rowOf(plainJob(), row, product)).toBe(row);
  });

  it('that a filter rejects is rejected at the peek, under the reason of the row', async () => {
    const filter = {
      ...plainJob().filter,
      judgeRow: ({ currentMinor }: FeedRow) => (currentMinor! > 500 ? { keep: false as const, reason: 'price-above-max' } : { keep: true as const }),
    };
    const rig = new UnitRig({ job: listJob({ filter }) });
    const [list, , discover] = lanesOf(rig.parts);
    await rig.answer(list!, listed(product.asin));
    await rig.answer(discover!, { products: [product], problems: [] });
    expect(rig.store.ends()).toEqual([`${product.asin}: rejected(price-above-max)`]);
  });
});
