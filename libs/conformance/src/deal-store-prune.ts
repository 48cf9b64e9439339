import type { DealStore, PruneOutcome, PruneRequest } from '@smart-ingestor/contracts';
import { SUITE_NOW_MS } from './bucket-states';
import { productOf } from './deal-data';
import { claimDeal, dueAsins, nothingOf } from './refresh-data';
import { dealOf } from './sample-data';

const NOW = SUITE_NOW_MS;
const WEEK_MS = 7 * 86_400_000;
const ALL = { sort: 'title', descending: false } as const;

/** Law I11: nothing is deleted unless its own refresh had a paid opportunity since the cut-off. */
export function describePrune(of: () => DealStore): void {
  describeSoft(of);
  describe('that hid deals two weeks ago', () => describeHard(of));
}

function prune(store: DealStore, fields: Partial<PruneRequest> = {}): Promise<PruneOutcome> {
  const cuts = { expireSeenBeforeMs: NOW - WEEK_MS, deleteExpiredBeforeMs: NOW - WEEK_MS };
  return store.deals.prune({ jobId: 'books', domainId: 1, ...cuts, limit: 100, nowMs: NOW, ...fields });
}

/** Deals last seen two weeks ago. */
async function stale(store: DealStore, ...asins: readonly string[]): Promise<void> {
  await store.commit({ deals: asins.map((asin) => dealOf({ asin, lastSeenMs: NOW - 2 * WEEK_MS })), nowMs: NOW - 2 * WEEK_MS });
}

/** Keepa answers the refresh of the longest unseen deal, and has no data of it. */
async function answerNothing(store: DealStore, nowMs: number): Promise<void> {
  const claimed = await claimDeal(store, { nowMs, seenBeforeMs: nowMs });
  await store.commit({ refreshed: [nothingOf(claimed)], nowMs });
}

async function shown(store: DealStore, includeExpired: boolean): Promise<readonly string[]> {
  return (await store.deals.find(includeExpired ? { ...ALL, includeExpired } : ALL)).map(({ asin }) => asin).sort();
}

function describeSoft(of: () => DealStore): void {
  it('hides no deal whose own refresh was not answered since the cut-off, however long it was not seen', async () => {
    await stale(of(), 'A', 'B', 'C');
    await answerNothing(of(), NOW - WEEK_MS - 1);
    const unlucky = await claimDeal(of(), { seenBeforeMs: NOW - WEEK_MS - 1, nowMs: NOW });
    await of().commit({ refreshed: [{ claimed: unlucky, deal: null, answered: false, notBeforeMs: NOW }], nowMs: NOW });
    expect(await prune(of())).toEqual({ expired: 0, deleted: 0 });
    expect(await shown(of(), false)).toEqual(['A', 'B', 'C']);
  });

  it('hides a deal that its answered refresh could not renew, and nothing of other jobs or domains', async () => {
    await stale(of(), 'A');
    await of().commit({ deals: [dealOf({ asin: 'SEEN', lastSeenMs: NOW - WEEK_MS })], nowMs: NOW });
    await answerNothing(of(), NOW - WEEK_MS);
    expect(await prune(of(), { jobId: 'toys' })).toEqual({ expired: 0, deleted: 0 });
    expect(await prune(of(), { domainId: 3 })).toEqual({ expired: 0, deleted: 0 });
    expect(await prune(of())).toEqual({ expired: 1, deleted: 0 });
    expect(await prune(of())).toEqual({ expired: 0, deleted: 0 });
    expect(await shown(of(), false)).toEqual(['SEEN']);
    expect(await shown(of(), true)).toEqual(['A', 'SEEN']);
    expect(await of().deals.byAsin(1, ['A'])).toHaveLength(1);
  });

  it('leaves a deal alone that is held for a refresh at that moment', async () => {
    await stale(of(), 'A');
    await answerNothing(of(), NOW - WEEK_MS);
    await claimDeal(of(), { nowMs: NOW });
    expect(await prune(of())).toEqual({ expired: 0, deleted: 0 });
    expect(await prune(of(), { nowMs: NOW + 90_000 })).toEqual({ expired: 1, deleted: 0 });
  });

  it('shows a hidden deal again after a sighting, or after a refresh that found it', async () => {
    await stale(of(), 'A', 'B');
    for (let row = 0; row < 2; row += 1) await answerNothing(of(), NOW - WEEK_MS);
    expect(await prune(of())).toEqual({ expired: 2, deleted: 0 });
    await of().commit({ deals: [dealOf({ asin: 'A', lastSeenMs: NOW })], nowMs: NOW });
    expect(await shown(of(), false)).toEqual(['A']);
    const claimed = await claimDeal(of(), { seenBeforeMs: NOW, nowMs: NOW });
    const found = { ...claimed.deal, product: productOf({ asin: 'B', brand: 'still there' }), lastSeenMs: NOW };
    await of().commit({ refreshed: [{ claimed, deal: found, answered: true }], nowMs: NOW });
    expect(await shown(of(), false)).toEqual(['A', 'B']);
    expect(await prune(of(), { nowMs: NOW + 1 })).toEqual({ expired: 0, deleted: 0 });
  });
}

function describeHard(of: () => DealStore): void {
  const later = NOW + 2 * WEEK_MS;
  const nextPrune = { expireSeenBeforeMs: later - WEEK_MS, deleteExpiredBeforeMs: later - WEEK_MS, nowMs: later };

  beforeEach(async () => {
    await stale(of(), 'A', 'B', 'C');
    for (let row = 0; row < 3; row += 1) await answerNothing(of(), NOW - WEEK_MS);
    expect(await prune(of())).toEqual({ expired: 3, deleted: 0 });
  });

  it('deletes no hidden deal before its refresh was answered once more since the cut-off', async () => {
    expect(await prune(of(), nextPrune)).toEqual({ expired: 0, deleted: 0 });
    await answerNothing(of(), later - WEEK_MS - 1);
    expect(await prune(of(), nextPrune)).toEqual({ expired: 0, deleted: 0 });
    await answerNothing(of(), later - WEEK_MS);
    expect(await prune(of(), nextPrune)).toEqual({ expired: 0, deleted: 1 });
    expect(await shown(of(), true)).toHaveLength(2);
  });

  it('deletes in chunks, for good: a deal that comes back is a new one', async () => {
    for (let row = 0; row < 3; row += 1) await answerNothing(of(), later - 1);
    expect(await prune(of(), { ...nextPrune, limit: 2 })).toEqual({ expired: 0, deleted: 2 });
    expect(await prune(of(), { ...nextPrune, limit: 2 })).toEqual({ expired: 0, deleted: 1 });
    expect(await shown(of(), true)).toEqual([]);
    expect(await of().deals.byAsin(1, ['A', 'B', 'C'])).toEqual([]);
    expect(await dueAsins(of(), { seenBeforeMs: later, nowMs: later })).toEqual([]);
    expect(await of().commit({ deals: [dealOf({ asin: 'A', lastSeenMs: later })], nowMs: later })).toMatchObject({ dealsNew: 1 });
  });

  it('does not delete what is held for a refresh, so that a refresh that finds it is kept', async () => {
    for (let row = 0; row < 3; row += 1) await answerNothing(of(), later - 1);
    const claimed = await claimDeal(of(), { seenBeforeMs: later, nowMs: later });
    expect(await prune(of(), nextPrune)).toEqual({ expired: 0, deleted: 2 });
    await of().commit({ refreshed: [{ claimed, deal: { ...claimed.deal, lastSeenMs: later }, answered: true }], nowMs: later });
    expect(await shown(of(), false)).toEqual([claimed.deal.asin]);
  });
}
