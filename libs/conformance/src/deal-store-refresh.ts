import { type DealStore, LONGEST_PROCESSING_MS, type TokenLedger } from '@smart-ingestor/contracts';
import { SUITE_NOW_MS } from './bucket-states';
import { feedRowOf, productOf } from './deal-data';
import { claimDeal, dueAsins, nothingOf, refreshClaimOf } from './refresh-data';
import { dealOf } from './sample-data';

const NOW = SUITE_NOW_MS;
const DAY_MS = 86_400_000;
const LEASE_MS = 90_000;

/** Which stored deals are renewed next, by whom, and what becomes of them. */
export function describeRefresh(of: () => DealStore & TokenLedger): void {
  describeDue(of);
  describeLeases(of);
  describeEnds(of);
  describeBacklog(of);
}

async function store(of: () => DealStore, ...seen: readonly (readonly [asin: string, lastSeenMs: number])[]): Promise<void> {
  await of().commit({ deals: seen.map(([asin, lastSeenMs]) => dealOf({ asin, lastSeenMs })), nowMs: NOW });
}

function describeDue(of: () => DealStore): void {
  it('hands out the deals that nothing has shown for longest, and none that was seen in time', async () => {
    await store(of, ['B', NOW - 2], ['C', NOW - 1], ['A', NOW - 3], ['FRESH', NOW]);
    expect(await dueAsins(of(), { seenBeforeMs: NOW, limit: 2 })).toEqual(['A', 'B']);
    expect(await dueAsins(of(), { seenBeforeMs: NOW })).toEqual(['C']);
    expect(await dueAsins(of(), { seenBeforeMs: NOW })).toEqual([]);
  });

  it('gives the deal complete, as it was stored', async () => {
    await of().commit({ deals: [dealOf()], nowMs: NOW });
    expect(await claimDeal(of())).toMatchObject({ deal: dealOf(), attempts: 0 });
  });

  it('keeps jobs and domains apart; a deal that knows no job belongs to every job of its domain', async () => {
    const deals = [
      dealOf({ asin: 'MINE', lastSeenMs: NOW - 9 }),
      dealOf({ asin: 'TOY', jobId: 'toys' }),
      dealOf({ asin: 'DE', domainId: 3 }),
      dealOf({ asin: 'OLD', jobId: null, lastSeenMs: NOW - 10 }),
      dealOf({ asin: 'OLD-TOO', jobId: null, lastSeenMs: NOW - 8 }),
    ];
    await of().commit({ deals, nowMs: NOW });
    expect(await dueAsins(of(), { limit: 2 })).toEqual(['OLD', 'MINE']);
    expect(await dueAsins(of(), { jobId: 'toys' })).toEqual(['OLD-TOO', 'TOY']);
    expect(await dueAsins(of(), { domainId: 3 })).toEqual(['DE']);
  });

  it('lets a sighting put a deal to the end of the line', async () => {
    await store(of, ['A', NOW - 3], ['B', NOW - 2]);
    await store(of, ['A', NOW - 1]);
    expect(await dueAsins(of(), { seenBeforeMs: NOW })).toEqual(['B', 'A']);
  });

  it('makes every deal of a job due on demand, in the same order, until each was answered', async () => {
    await store(of, ['A', NOW - 2], ['B', NOW - 1]);
    await of().commit({ deals: [dealOf({ asin: 'TOY', jobId: 'toys' })], nowMs: NOW });
    const seenBeforeMs = NOW - DAY_MS;
    expect(await dueAsins(of(), { seenBeforeMs })).toEqual([]);
    expect(await of().deals.makeAllDue('books', 1)).toBe(2);
    expect(await of().deals.refreshStatus({ jobId: 'books', domainId: 1, seenBeforeMs, nowMs: NOW })).toMatchObject({
      dueRows: 2,
      oldestSeenMs: NOW - 2,
    });
    await store(of, ['A', NOW]);
    const [a, b] = await of().deals.claimDue(refreshClaimOf({ seenBeforeMs }));
    expect([a?.deal.asin, b?.deal.asin]).toEqual(['A', 'B']);
    await of().commit({ refreshed: [nothingOf(a!), { claimed: b!, deal: null, answered: false }], nowMs: NOW });
    expect(await dueAsins(of(), { seenBeforeMs })).toEqual(['B']);
    expect(await dueAsins(of(), { seenBeforeMs, jobId: 'toys' })).toEqual([]);
  });
}

function describeLeases(of: () => DealStore): void {
  it('hands a deal to one process at a time, and to the next when the lease has run out', async () => {
    await store(of, ['A', NOW - 1]);
    await claimDeal(of());
    expect(await dueAsins(of(), { owner: 'you', nowMs: NOW + LEASE_MS - 1 })).toEqual([]);
    expect(await dueAsins(of(), { owner: 'you', nowMs: NOW + LEASE_MS })).toEqual(['A']);
  });

  it('lets a heartbeat keep a lease, and never bring one back that another has taken over', async () => {
    await store(of, ['A', NOW - 1]);
    await of().runs.begin({ owner: 'me', accountId: 'acc', host: 'h', pid: 1, startedMs: NOW, jobs: ['books'] });
    const mine = await claimDeal(of());
    await of().runs.beat('me', NOW + 2 * LEASE_MS, NOW + LEASE_MS - 1);
    expect(await dueAsins(of(), { owner: 'you', nowMs: NOW + LEASE_MS })).toEqual([]);
    expect(await dueAsins(of(), { owner: 'you', nowMs: NOW + 2 * LEASE_MS })).toEqual(['A']);
    await of().runs.beat('me', NOW + DAY_MS, NOW + 2 * LEASE_MS);
    expect(await dueAsins(of(), { owner: 'they', nowMs: NOW + 4 * LEASE_MS })).toEqual(['A']);
    expect(await of().commit({ refreshed: [nothingOf(mine)], nowMs: NOW })).toMatchObject({ fencedOut: 1 });
  });

  it('lets nobody who was overtaken write: neither the deal nor the opportunity', async () => {
    await store(of, ['A', NOW - 1]);
    const late = await claimDeal(of());
    const holder = await claimDeal(of(), { owner: 'you', nowMs: NOW + LEASE_MS });
    const stale = { ...late.deal, product: productOf({ asin: 'A', brand: 'stale' }) };
    expect(await of().commit({ refreshed: [{ claimed: late, deal: stale, answered: true }], nowMs: NOW })).toMatchObject({
      fencedOut: 1,
      dealsChanged: 0,
    });
    expect((await of().deals.byAsin(1, ['A']))[0]?.product.brand).toBeNull();
    expect(await dueAsins(of(), { nowMs: NOW + LEASE_MS })).toEqual([]);
    const fresh = { ...holder.deal, product: productOf({ asin: 'A', brand: 'fresh' }) };
    const ends = { refreshed: [{ claimed: holder, deal: fresh, answered: true }], nowMs: NOW + LEASE_MS };
    expect(await of().commit(ends)).toMatchObject({ fencedOut: 0, dealsChanged: 1 });
    expect(await of().commit(ends)).toMatchObject({ fencedOut: 1, dealsChanged: 0 });
  });

  it('does not honour a lease of another clock', async () => {
    await store(of, ['A', NOW - 1]);
    await claimDeal(of(), { nowMs: NOW + DAY_MS });
    expect(await dueAsins(of(), { owner: 'you', nowMs: NOW + DAY_MS - LONGEST_PROCESSING_MS })).toEqual([]);
    expect(await dueAsins(of(), { owner: 'you', nowMs: NOW })).toEqual(['A']);
  });
}

function describeEnds(of: () => DealStore): void {
  it('renews the deal, frees it, and forgets earlier failures', async () => {
    await store(of, ['A', NOW - 9]);
    const failed = await claimDeal(of());
    await of().commit({ refreshed: [{ claimed: failed, deal: null, answered: false, notBeforeMs: NOW + 5 }], nowMs: NOW });
    const claimed = await claimDeal(of(), { nowMs: NOW + 5 });
    expect(claimed.attempts).toBe(1);
    const deal = { ...claimed.deal, product: productOf({ asin: 'A', brand: 'new' }), lastSeenMs: NOW + 5, marginMinor: 7 };
    expect(await of().commit({ refreshed: [{ claimed, deal, answered: true }], nowMs: NOW + 5 })).toMatchObject({ dealsNew: 0, dealsChanged: 1 });
    expect(await of().deals.byAsin(1, ['A'])).toEqual([deal]);
    expect(await claimDeal(of(), { seenBeforeMs: NOW + 9, nowMs: NOW + 6 })).toMatchObject({ deal, attempts: 0 });
  });

  it('leaves a deal as it was where Keepa has no data, and does not ask again before it is due anew', async () => {
    await store(of, ['A', NOW - 9]);
    const claimed = await claimDeal(of());
    await of().commit({ refreshed: [nothingOf(claimed)], nowMs: NOW });
    expect(await of().deals.byAsin(1, ['A'])).toEqual([dealOf({ asin: 'A', lastSeenMs: NOW - 9 })]);
    expect(await dueAsins(of(), { seenBeforeMs: NOW, nowMs: NOW })).toEqual([]);
    expect(await dueAsins(of(), { seenBeforeMs: NOW + 1, nowMs: NOW + 1 })).toEqual(['A']);
  });

  it('waits after a failure as long as it is told, and counts one that was never sent as none', async () => {
    await store(of, ['A', NOW - 9]);
    await of().commit({ refreshed: [{ claimed: await claimDeal(of()), deal: null, answered: false }], nowMs: NOW });
    const again = await claimDeal(of());
    expect(again.attempts).toBe(0);
    await of().commit({ refreshed: [{ claimed: again, deal: null, answered: false, notBeforeMs: NOW + 1_000 }], nowMs: NOW });
    expect(await dueAsins(of(), { nowMs: NOW + 999 })).toEqual([]);
    expect(await claimDeal(of(), { nowMs: NOW + 1_000 })).toMatchObject({ attempts: 1 });
  });

  it('never takes back what a sighting brought while the refresh was on its way', async () => {
    await store(of, ['A', NOW - 9]);
    const claimed = await claimDeal(of());
    const feed = feedRowOf({ asin: 'A', lastUpdateMs: NOW + 1, currentMinor: 999 });
    await of().commit({ deals: [{ ...claimed.deal, feed, rejectedReason: 'price-below-min', lastSeenMs: NOW + 1 }], nowMs: NOW + 1 });
    const product = productOf({ asin: 'A', brand: 'new' });
    await of().commit({ refreshed: [{ claimed, deal: { ...claimed.deal, product, lastSeenMs: NOW }, answered: true }], nowMs: NOW + 2 });
    expect(await of().deals.byAsin(1, ['A'])).toMatchObject([{ feed, product, rejectedReason: 'price-below-min', lastSeenMs: NOW + 1 }]);
  });
}

function describeBacklog(of: () => DealStore): void {
  const asked = { jobId: 'books', domainId: 1, seenBeforeMs: NOW, nowMs: NOW };

  it('tells how many deals a job keeps fresh, how many may be refreshed now, and where none may, when a held one becomes free', async () => {
    expect(await of().deals.refreshStatus(asked)).toEqual({ rows: 0, dueRows: 0, oldestSeenMs: null, nextFreeAtMs: null });
    await store(of, ['A', NOW - 3], ['B', NOW - 2], ['FRESH', NOW]);
    expect(await of().deals.refreshStatus(asked)).toEqual({ rows: 3, dueRows: 2, oldestSeenMs: NOW - 3, nextFreeAtMs: null });
    const [a, b] = await of().deals.claimDue(refreshClaimOf({ seenBeforeMs: NOW }));
    expect(await of().deals.refreshStatus(asked)).toMatchObject({ rows: 3, dueRows: 0, nextFreeAtMs: NOW + LEASE_MS });
    expect(await of().deals.refreshStatus({ ...asked, nowMs: NOW + LEASE_MS })).toMatchObject({ dueRows: 2, nextFreeAtMs: null });
    await of().commit({
      refreshed: [
        { claimed: a!, deal: null, answered: false, notBeforeMs: NOW + 1_000 },
        { claimed: b!, deal: { ...b!.deal, lastSeenMs: NOW }, answered: true },
      ],
      nowMs: NOW,
    });
    expect(await of().deals.refreshStatus(asked)).toEqual({ rows: 3, dueRows: 0, oldestSeenMs: NOW - 3, nextFreeAtMs: NOW + 1_000 });
    expect(await of().deals.refreshStatus({ ...asked, nowMs: NOW + 1_000 })).toMatchObject({ dueRows: 1, nextFreeAtMs: null });
  });

  it('counts the deals of each job, and which was not seen for longest', async () => {
    await of().commit({
      newItems: [],
      deals: [dealOf({ asin: 'A', lastSeenMs: NOW - 5 }), dealOf({ asin: 'B' }), dealOf({ asin: 'T', jobId: 'toys' })],
      nowMs: NOW,
    });
    await of().commit({ nowMs: NOW });
    const lease = await of().feeds.claim({ jobId: 'books', feedHash: 'h1' }, 'pass', { owner: 'me', leaseMs: LEASE_MS, nowMs: NOW });
    const cursor = {
      jobId: 'books',
      feedHash: 'h1',
      passStartedMs: NOW,
      passCompletedMs: null,
      coveredToMs: null,
      pagesRead: 1,
      lastRowCount: 150,
      pagesPerPass: 1,
      newestUpdateMs: null,
      oldestUpdateMs: null,
    };
    await of().commit({ feed: { lease: lease!, cursor }, nowMs: NOW });
    expect(await of().jobStatus(NOW)).toMatchObject([{ jobId: 'books', deals: 2, oldestSeenMs: NOW - 5 }]);
  });
}
