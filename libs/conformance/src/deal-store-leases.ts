import type { ClaimedDeal, ClaimedItem, ClaimedSeller, DealStore, FeedLease, LeaseTerms } from '@smart-ingestor/contracts';
import { SUITE_NOW_MS } from './bucket-states';
import { claimDeal, claimSeller, nothingOf, refreshClaimOf, sellerClaimOf } from './refresh-data';
import { claimOf, claimOne, dealOf, newItemOf } from './sample-data';

const NOW = SUITE_NOW_MS;
const LEASE_MS = 90_000;
const LATER = NOW + LEASE_MS;
const FEED = { jobId: 'books', feedHash: 'h1' } as const;
const STATUS = { jobId: 'books', domainId: 1, seenBeforeMs: NOW + 1, fetchedBeforeMs: NOW + 1 } as const;

/** One of everything that can be held. */
interface Held {
  readonly item: ClaimedItem;
  readonly deal: ClaimedDeal;
  readonly seller: ClaimedSeller;
  readonly feed: FeedLease;
}

/** An owner and what it holds, when its lease has run out although it lives. */
export function describeLeases(of: () => DealStore): void {
  describeEnds(of);

  it('never takes over from itself, however late it is: neither items, deals, sellers nor feeds', async () => {
    await holdAll(of(), 'me');
    expect(await takenBy(of(), 'me', LATER)).toEqual({ items: 0, deals: 0, sellers: 0, feed: false });
    expect(await countedFor(of(), 'me', LATER)).toEqual({ queued: 0, held: 1, dueRows: 0, dueSellers: 0, nextFreeAtMs: [null, null, null] });
    expect(await countedFor(of(), 'you', LATER)).toMatchObject({ queued: 1, held: 0, dueRows: 1, dueSellers: 1 });
    expect(await takenBy(of(), 'you', LATER)).toEqual({ items: 1, deals: 1, sellers: 1, feed: true });
  });

  it('leaves to itself what another could have had and did not take', async () => {
    await of().commit({ newItems: ['A', 'B'].map((asin) => newItemOf({ asin })), nowMs: NOW });
    await of().commit({ deals: ['A', 'B'].map((asin) => dealOf({ asin, lastSeenMs: NOW - 1 })), nowMs: NOW });
    await of().commit({ sellersSeen: [{ domainId: 1, sellerIds: ['A', 'B'] }], nowMs: NOW });
    await takenBy(of(), 'me', NOW);
    expect(await takenBy(of(), 'you', LATER, 1)).toMatchObject({ items: 1, deals: 1, sellers: 1 });
    expect(await countedFor(of(), 'me', LATER)).toMatchObject({ queued: 0, held: 2, dueRows: 0, dueSellers: 0 });
    expect(await takenBy(of(), 'me', LATER)).toMatchObject({ items: 0, deals: 0, sellers: 0 });
    expect(await takenBy(of(), 'third', LATER)).toMatchObject({ items: 1, deals: 1, sellers: 1 });
  });

  it('has it back with the next heartbeat, also after another has looked, and ends it under the fence that it had', async () => {
    const held = await holdAll(of(), 'me');
    expect(await of().work.claim(claimOf({ owner: 'you', limit: 0, nowMs: LATER }))).toEqual([]);
    expect(await of().deals.claimDue(refreshClaimOf({ owner: 'you', limit: 0, nowMs: LATER }))).toEqual([]);
    await of().runs.beat('me', LATER + LEASE_MS, LATER);
    expect(await takenBy(of(), 'you', LATER + LEASE_MS - 1)).toEqual({ items: 0, deals: 0, sellers: 0, feed: false });
    expect(await endAll(of(), held, LATER)).toMatchObject({ fencedOut: 0, lost: new Set() });
    expect(await takenBy(of(), 'me', LATER)).toEqual({ items: 0, deals: 1, sellers: 1, feed: true });
  });

  it('does not let a newer delivery overtake what its own reader still holds; that of another it does', async () => {
    const version = (lastUpdateMs: number) => newItemOf({ lastUpdateMs });
    for (const [owner, itemsSuperseded] of [
      ['me', 0],
      ['you', 1],
    ] as const) {
      await of().stateStore.reset();
      await of().commit({ newItems: [version(1)], nowMs: NOW });
      const item = await claimOne(of(), { leaseMs: LEASE_MS });
      expect(await of().commit({ newItems: [version(2)], owner, nowMs: LATER })).toMatchObject({ itemsAdded: 1, itemsSuperseded });
      const ended = { transitions: [{ item, to: 'stored', reason: null }], deals: [dealOf()], nowMs: LATER } as const;
      expect(await of().commit(ended)).toMatchObject({ fencedOut: itemsSuperseded });
    }
  });
}

function describeEnds(of: () => DealStore): void {
  it('frees with the end of a run everything that its owner still holds, for all, and nothing of another', async () => {
    const held = await holdAll(of(), 'me');
    await of().commit({ newItems: [newItemOf({ asin: 'YOURS' })], nowMs: NOW });
    await claimOne(of(), { owner: 'you', leaseMs: LEASE_MS });
    await of().runs.end('me');
    expect(await countedFor(of(), 'me', NOW)).toMatchObject({ queued: 1, held: 1, dueRows: 1, dueSellers: 1 });
    expect(await takenBy(of(), 'third', NOW)).toEqual({ items: 1, deals: 1, sellers: 1, feed: true });
    const { lost } = await endAll(of(), held, NOW);
    expect(lost).toEqual(new Set([held.item, held.deal, held.seller, held.feed]));
  });

  it('keeps what comes too late, after the end of a run, where nobody took it over', async () => {
    const held = await holdAll(of(), 'me');
    await of().runs.end('me');
    expect(await endAll(of(), held, NOW)).toMatchObject({ fencedOut: 0 });
  });

  it('leaves a retry to its time when the run ends that caused it', async () => {
    await of().commit({ newItems: [newItemOf()], nowMs: NOW });
    const item = await claimOne(of());
    await of().commit({ transitions: [{ item, to: 'queued', reason: null, notBeforeMs: NOW + 5_000 }], nowMs: NOW });
    await of().runs.end('me');
    expect(await of().work.claim(claimOf({ nowMs: NOW + 4_999 }))).toEqual([]);
    expect(await of().work.claim(claimOf({ nowMs: NOW + 5_000 }))).toHaveLength(1);
  });
}

async function holdAll(store: DealStore, owner: string): Promise<Held> {
  await store.commit({
    newItems: [newItemOf()],
    deals: [dealOf({ lastSeenMs: NOW - 1 })],
    sellersSeen: [{ domainId: 1, sellerIds: ['A'] }],
    nowMs: NOW,
  });
  const feed = await store.feeds.claim(FEED, 'pass', terms(owner, NOW));
  return {
    item: await claimOne(store, terms(owner, NOW)),
    deal: await claimDeal(store, terms(owner, NOW)),
    seller: await claimSeller(store, terms(owner, NOW)),
    feed: feed!,
  };
}

/** What this owner gets of everything that there is. */
async function takenBy(store: DealStore, owner: string, nowMs: number, limit = 10) {
  const asked = { ...terms(owner, nowMs), limit };
  return {
    items: (await store.work.claim(claimOf(asked))).length,
    deals: (await store.deals.claimDue(refreshClaimOf({ ...asked, seenBeforeMs: LATER + LEASE_MS }))).length,
    sellers: (await store.sellers.claimDue(sellerClaimOf({ ...asked, fetchedBeforeMs: LATER + LEASE_MS }))).length,
    feed: (await store.feeds.claim(FEED, 'pass', asked)) !== null,
  };
}

async function countedFor(store: DealStore, owner: string, nowMs: number) {
  const { queued, held, nextFreeAtMs } = await store.work.queue('books', 'discover', nowMs, owner);
  const deals = await store.deals.refreshStatus({ ...STATUS, owner, nowMs });
  const sellers = await store.sellers.status({ ...STATUS, owner, nowMs });
  return { queued, held, dueRows: deals.dueRows, dueSellers: sellers.due, nextFreeAtMs: [nextFreeAtMs, deals.nextFreeAtMs, sellers.nextFreeAtMs] };
}

function endAll(store: DealStore, { item, deal, seller, feed }: Held, nowMs: number): ReturnType<DealStore['commit']> {
  return store.commit({
    transitions: [{ item, to: 'stored', reason: null }],
    refreshed: [nothingOf(deal)],
    sellers: [{ claimed: seller, seller: null, answered: true }],
    feed: { lease: feed },
    nowMs,
  });
}

function terms(owner: string, nowMs: number): LeaseTerms {
  return { owner, leaseMs: LEASE_MS, nowMs };
}
