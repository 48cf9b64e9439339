import { dealOf, feedRowOf, productOf, statisticsOf } from '@smart-ingestor/conformance';
import type { Deal, ProductBatch, ProductSnapshot } from '@smart-ingestor/contracts';
import type { FeedJob as Job } from '../job';
import { HOUR_MS, MINUTE_MS, NOW_MS, plainJob, REJECTED, UnitRig, type UnitRigOptions } from '../testing/unit-rig';
import { RefreshLane } from './refresh-lane';

const WITHIN_MS = 72 * HOUR_MS;
const asinOf = (n: number): string => `D${String(n).padStart(9, '0')}`;

function stored(n: number, ageMs: number, fields: Partial<Deal> = {}): Deal {
  const asin = asinOf(n);
  return dealOf({
    asin,
    jobId: 'books',
    feed: feedRowOf({ asin, lastUpdateMs: 1_000 }),
    product: productOf({ asin, lastUpdateMs: 1_000 }),
    lastSeenMs: NOW_MS - ageMs,
    firstStoredMs: 1,
    ...fields,
  });
}

function refreshing(deals: readonly Deal[], fields: Partial<Job> = {}, options: UnitRigOptions = {}): { rig: UnitRig; lane: RefreshLane } {
  const job = plainJob({ refresh: { withinMs: WITHIN_MS }, ...fields });
  const rig = new UnitRig({ ...options, job });
  for (const deal of deals) rig.store.knows(deal);
  return { rig, lane: new RefreshLane(job, job.refresh!, rig.parts) };
}

const answerOf = (...products: ProductSnapshot[]): ProductBatch => ({ products, problems: [] });

describe('A stored deal', () => {
  it('is due when it was not seen for half of the time, the longest unseen first', async () => {
    const { rig, lane } = refreshing([stored(1, 35 * HOUR_MS), stored(2, 37 * HOUR_MS), stored(3, 50 * HOUR_MS)]);
    await rig.load(lane, 1);
    await rig.load(lane);
    expect(rig.asinsAsked()).toEqual([[asinOf(3)], [asinOf(2)]]);
  });

  it('is waited for: the lane says when the next one ripens, or looks again in a minute', async () => {
    const { rig, lane } = refreshing([stored(1, 36 * HOUR_MS - 20_000)]);
    expect(await lane.look(rig.at)).toBe(NOW_MS + 20_000);
    expect(await refreshing([stored(1, HOUR_MS)]).lane.look(rig.at)).toBe(NOW_MS + MINUTE_MS);
    expect(await refreshing([]).lane.look(rig.at)).toBe(Number.POSITIVE_INFINITY);
  });

  it('is welcome earlier while tokens would expire, but never fresher than an eighth of the time', async () => {
    const { rig, lane } = refreshing([stored(1, 10 * HOUR_MS), stored(2, 8 * HOUR_MS)]);
    expect(await lane.look(rig.at)).toEqual(expect.any(Number));
    expect((await rig.unit(lane, { harvest: true })).pending).toBe(1);
  });

  it('is due at any age where the plan cannot carry the table', async () => {
    const rows = Array.from({ length: 50 }, (_, n) => stored(n, MINUTE_MS * (n + 1)));
    const { rig, lane } = refreshing(rows, { refresh: { withinMs: HOUR_MS / 4 } });
    expect((await rig.unit(lane)).pending).toBe(50);
  });

  it('that is leased or waits for a retry is looked for when it becomes free', async () => {
    const { rig, lane } = refreshing([stored(1, 50 * HOUR_MS)]);
    rig.store.dealRows.get(asinOf(1))!.heldUntilMs = NOW_MS + 5_000;
    expect(await lane.look(rig.at)).toBe(NOW_MS + 5_000);
  });

  it('is not offered twice while it is in flight', async () => {
    const { rig, lane } = refreshing([stored(1, 50 * HOUR_MS), stored(2, 50 * HOUR_MS)]);
    await rig.load(lane, 1);
    expect((await rig.unit(lane)).pending).toBe(1);
    await rig.load(lane, 1);
    expect(await lane.look(rig.at)).toEqual(expect.any(Number));
  });
});

describe('A refresh', () => {
  it('asks for the cheapest that suffices: statistics, no offers, no history', async () => {
    const { rig, lane } = refreshing([stored(1, 50 * HOUR_MS)]);
    await rig.load(lane);
    expect(rig.requests).toEqual([{ endpoint: 'product', domainId: 1, asins: [asinOf(1)], statsDays: 90, history: false }]);
    const dear = refreshing([stored(1, 50 * HOUR_MS)], { refresh: { withinMs: WITHIN_MS, offers: 20 } });
    await dear.rig.load(dear.lane);
    expect(dear.rig.requests).toMatchObject([{ offers: 20, history: false }]);
  });

  it('renews the row without losing what was paid for, is a sighting, and adds to the history', async () => {
    const offers = { retrievedCount: 1, totalCount: 1, fbaCount: 1, fbmCount: 0, live: [] };
    const before = stored(1, 50 * HOUR_MS, { product: productOf({ asin: asinOf(1), lastUpdateMs: 1_000, offers }) });
    const { rig, lane } = refreshing([before]);
    await rig.answer(lane, answerOf(productOf({ asin: asinOf(1), lastUpdateMs: 2_000, statistics: statisticsOf({ 2: 900, 3: 5 }, { 2: 4_000 }) })));
    expect(rig.store.deal(asinOf(1))).toMatchObject({
      product: { offers },
      feed: { currentMinor: 900 },
      lastSeenMs: NOW_MS,
      firstStoredMs: 1,
      rejectedReason: null,
    });
    expect(rig.store.commits.at(-1)!.observations).toMatchObject([
      {
        observations: [
          { atMs: 2_000, value: 900 },
          { atMs: 2_000, value: 5 },
        ],
      },
    ]);
    expect(rig.eventsOf('deals.refreshed')).toMatchObject([{ refreshed: 1, withoutData: 0, rejected: 0, fencedOut: 0 }]);
    expect(await lane.look(rig.at)).toEqual(expect.any(Number));
  });

  it('judges the deal anew, by row and by product, and takes a rejection back', async () => {
    const filter: Job['filter'] = {
      ...plainJob().filter,
      judgeRow: ({ currentMinor }) => ((currentMinor ?? 0) > 2_000 ? { keep: false, reason: 'price-above-max' } : { keep: true }),
      judgePeek: (_row, { binding }) => (binding === 'Audio CD' ? { keep: false, reason: 'no-book' } : { keep: true }),
    };
    const { rig, lane } = refreshing([stored(1, 50 * HOUR_MS), stored(2, 50 * HOUR_MS), stored(3, 50 * HOUR_MS, { rejectedReason: 'old' })], {
      filter,
    });
    const price = (minor: number) => ({ lastUpdateMs: 2_000, statistics: statisticsOf({ 2: minor }) });
    await rig.answer(
      lane,
      answerOf(
        productOf({ asin: asinOf(1), ...price(9_000) }),
        productOf({ asin: asinOf(2), ...price(900), binding: 'Audio CD' }),
        productOf({ asin: asinOf(3), ...price(900) }),
      ),
    );
    expect([1, 2, 3].map((n) => rig.store.deal(asinOf(n))!.rejectedReason)).toEqual(['price-above-max', 'no-book', null]);
    expect(rig.eventsOf('deals.refreshed')).toMatchObject([{ refreshed: 3, rejected: 2 }]);
  });

  it('without data leaves the row, and was its paid opportunity; one that cannot be read was none', async () => {
    const [gone, odd] = [stored(1, 50 * HOUR_MS), stored(2, 50 * HOUR_MS)];
    const { rig, lane } = refreshing([gone, odd]);
    await rig.answer(lane, { products: [], problems: [{ asin: asinOf(2), message: 'no title' }] });
    expect(rig.store.commits.at(-1)!.refreshed).toMatchObject([
      { deal: null, answered: true },
      { deal: null, answered: false, notBeforeMs: NOW_MS + 6 * HOUR_MS },
    ]);
    expect(rig.store.deal(asinOf(1))).toBe(gone);
    expect(rig.eventsOf('deals.refreshed')).toMatchObject([{ refreshed: 0, withoutData: 2 }]);
  });

  it('with offers tells who sells now', async () => {
    const { rig, lane } = refreshing([stored(1, 50 * HOUR_MS)], { refresh: { withinMs: WITHIN_MS, offers: 20 }, sellers: { withinMs: 1 } });
    const offers = { retrievedCount: 1, totalCount: 1, fbaCount: 1, fbmCount: 0, live: [{ sellerId: 'S9' }] as never };
    await rig.answer(lane, answerOf(productOf({ asin: asinOf(1), offers })));
    expect([...rig.store.sellerRows.keys()]).toEqual(['S9']);
  });
});

describe('A refresh that failed', () => {
  it('was no opportunity; each row waits for its own time and then goes alone', async () => {
    const { rig, lane } = refreshing([stored(1, 50 * HOUR_MS), stored(2, 50 * HOUR_MS), stored(3, 50 * HOUR_MS)]);
    await rig.fail(lane);
    const refreshed = rig.store.commits.at(-1)!.refreshed!;
    expect(refreshed.map(({ deal, answered }) => [deal, answered])).toEqual(Array(3).fill([null, false]));
    expect(new Set(refreshed.map(({ notBeforeMs }) => notBeforeMs)).size).toBe(3);
    rig.nowMs += 2 * MINUTE_MS;
    await rig.load(lane);
    expect(rig.asinsAsked()[1]).toHaveLength(1);
  });

  it('with 429 or without a connection hands the rows back as they were', async () => {
    for (const failure of [null, { code: 'UNREACHABLE', charge: 'nothing' } as const]) {
      const { rig, lane } = refreshing([stored(1, 50 * HOUR_MS)]);
      await rig.fail(lane, failure);
      expect(rig.store.commits.at(-1)!.refreshed).toEqual([expect.not.objectContaining({ notBeforeMs: expect.anything() as number })]);
    }
  });

  it('for a row that Keepa refuses alone comes back so seldom that it does no harm', async () => {
    const { rig, lane } = refreshing([stored(1, 50 * HOUR_MS)]);
    await rig.fail(lane, REJECTED);
    expect(rig.store.dealRows.get(asinOf(1))!.heldUntilMs).toBe(NOW_MS + 6 * HOUR_MS);
  });
});
