import { type ClaimedItem, type DealStore, type ItemTransition, LONGEST_PROCESSING_MS, type NewItem } from '@smart-ingestor/contracts';
import { SUITE_NOW_MS } from './bucket-states';
import { feedRowOf } from './deal-data';
import { claimOf, claimOne, dealOf, newItemOf } from './sample-data';

const NOW = SUITE_NOW_MS;
const LEASE_MS = claimOf().leaseMs;

/** Work items: delivered, overtaken, claimed, ended. */
export function describeWork(of: () => DealStore): void {
  describeDelivery(of);
  describeOvertaking(of);
  describeClaims(of);
  describeTransitions(of);
}

function describeDelivery(of: () => DealStore): void {
  it('adds an unknown item and leaves a known one alone', async () => {
    expect(await add(of(), newItemOf())).toMatchObject({ itemsAdded: 1, rejectedByReason: {} });
    expect(await add(of(), newItemOf({ state: 'rejected', reason: 'late', feed: feedRowOf({ title: 'other' }) }))).toMatchObject({
      itemsAdded: 0,
      rejectedByReason: {},
    });
    expect(await claimOne(of())).toMatchObject({ state: 'queued', attempts: 0, feed: newItemOf().feed });
  });

  it('counts those that start as rejected by their reason', async () => {
    const rejected = (asin: string, reason: string): NewItem => newItemOf({ asin, state: 'rejected', reason });
    const items = [
      rejected('A', 'rank-above-max'),
      rejected('B', 'rank-above-max'),
      rejected('C', 'price-above-max'),
      newItemOf({ asin: 'D', state: 'stored' }),
    ];
    const expected = { itemsAdded: 4, rejectedByReason: { 'rank-above-max': 2, 'price-above-max': 1 }, itemsSuperseded: 0 };
    expect(await add(of(), ...items)).toMatchObject(expected);
    expect(await of().work.queue('books', 'discover', NOW)).toEqual({ queued: 0, accepted: 0, held: 0, nextFreeAtMs: null });
  });

  it('judges a rejected item again under another filter, and only then', async () => {
    const rejected = newItemOf({ state: 'rejected', reason: 'price-above-max' });
    await add(of(), rejected);
    expect(await add(of(), newItemOf())).toMatchObject({ itemsAdded: 0 });
    expect(await add(of(), { ...rejected, reason: 'rank-above-max', filterHash: 'f2' })).toMatchObject({
      itemsAdded: 1,
      rejectedByReason: { 'rank-above-max': 1 },
    });
    expect(await add(of(), newItemOf({ filterHash: 'f3' }))).toMatchObject({ itemsAdded: 1, rejectedByReason: {} });
    expect(await statusOf(of())).toMatchObject({ items: { queued: 1, rejected: 0 }, rejectedByReason: {} });
    await end(of(), await claimOne(of()), 'stored');
    expect(await add(of(), newItemOf({ filterHash: 'f4' }))).toMatchObject({ itemsAdded: 0 });
  });

  it('tells the newest version of an ASIN that was delivered to this job, whatever became of it, and nothing of others', async () => {
    await add(of(), newItemOf({ asin: 'A', lastUpdateMs: NOW - 2 }), newItemOf({ asin: 'B', lastUpdateMs: NOW - 5, state: 'rejected', reason: 'r' }));
    await add(of(), newItemOf({ asin: 'A', lastUpdateMs: NOW - 1 }), newItemOf({ asin: 'C', jobId: 'toys', lastUpdateMs: NOW }));
    expect(await of().work.newest('books', 1, ['A', 'B', 'C', 'A'])).toEqual(
      new Map([
        ['A', NOW - 1],
        ['B', NOW - 5],
      ]),
    );
    expect(await of().work.newest('books', 2, ['A'])).toEqual(new Map());
    expect(await of().work.newest('books', 1, [])).toEqual(new Map());
  });

  it('keeps the items of two jobs apart', async () => {
    await add(of(), newItemOf(), newItemOf({ jobId: 'toys' }));
    expect(await of().work.queue('toys', 'discover', NOW)).toMatchObject({ queued: 1, held: 0 });
    await end(of(), await claimOne(of()), 'stored');
    expect(await of().work.queue('toys', 'discover', NOW)).toMatchObject({ queued: 1, held: 0 });
  });
}

function describeOvertaking(of: () => DealStore): void {
  it('supersedes open older items of the same job and ASIN', async () => {
    await add(of(), at(1), at(2, { asin: 'OTHER' }), at(1, { jobId: 'toys' }));
    expect(await add(of(), at(3))).toMatchObject({ itemsAdded: 1, itemsSuperseded: 1 });
    expect(await of().work.queue('toys', 'discover', NOW)).toMatchObject({ queued: 1 });
    expect((await of().work.claim(claimOf())).map((item) => item.lastUpdateMs)).toEqual([3, 2]);
    expect(await statusOf(of())).toMatchObject({ items: { queued: 2, superseded: 1 } });
  });

  it('supersedes them for a new item that is rejected, too', async () => {
    await add(of(), at(1));
    expect(await add(of(), at(2, { state: 'rejected', reason: 'price-above-max' }))).toMatchObject({ itemsSuperseded: 1 });
    expect(await of().work.claim(claimOf())).toEqual([]);
  });

  it('supersedes an older delivery than a known one at once', async () => {
    await add(of(), at(5, { state: 'rejected', reason: 'price-above-max' }));
    expect(await add(of(), at(4), at(3, { state: 'rejected', reason: 'rank-above-max' }))).toMatchObject({
      itemsAdded: 2,
      rejectedByReason: {},
      itemsSuperseded: 0,
    });
    expect(await statusOf(of())).toMatchObject({ items: { queued: 0, rejected: 1, superseded: 2 } });
  });

  it('lets the newest of one commit win, whatever their order', async () => {
    expect(await add(of(), at(3), at(1), at(2))).toMatchObject({ itemsAdded: 3 });
    expect((await of().work.claim(claimOf())).map((item) => item.lastUpdateMs)).toEqual([3]);
    expect(await statusOf(of())).toMatchObject({ items: { queued: 1, superseded: 2 } });
  });

  it('hands a paid peek on: a queued item that overtakes an accepted one starts as accepted', async () => {
    await add(of(), at(1));
    await end(of(), await claimOne(of()), 'accepted');
    expect(await add(of(), at(2, { feed: feedRowOf({ title: 'newer' }) }))).toMatchObject({ itemsAdded: 1, itemsSuperseded: 1 });
    expect(await of().work.queue('books', 'discover', NOW)).toMatchObject({ queued: 0, accepted: 1 });
    expect(await claimOne(of(), { state: 'accepted' })).toMatchObject({ lastUpdateMs: 2, feed: { title: 'newer' } });
  });

  it('does not take an item out of the hands of its owner, who ends it', async () => {
    await add(of(), at(1));
    const held = await claimOne(of());
    expect(await add(of(), at(2))).toMatchObject({ itemsAdded: 1, itemsSuperseded: 0 });
    expect(await end(of(), held, 'stored')).toMatchObject({ fencedOut: 0 });
    expect(await statusOf(of())).toMatchObject({ items: { queued: 1, stored: 1 } });
  });

  it('supersedes an overtaken item that its owner would leave open, and hands its peek on', async () => {
    await add(of(), at(1));
    const held = await claimOne(of());
    await add(of(), at(2));
    expect(await end(of(), held, 'accepted')).toMatchObject({ itemsSuperseded: 1, fencedOut: 0 });
    expect(await of().work.queue('books', 'discover', NOW)).toMatchObject({ queued: 0, accepted: 1, held: 0 });
    expect(await claimOne(of(), { state: 'accepted' })).toMatchObject({ lastUpdateMs: 2 });
  });

  it('supersedes items whose lease ran out or that wait for a retry', async () => {
    await add(of(), at(1), at(1, { asin: 'WAITS' }));
    for (const item of await of().work.claim(claimOf())) {
      if (item.asin === 'WAITS') await of().commit({ transitions: [{ item, to: 'queued', reason: null, notBeforeMs: NOW + 9_999_999 }], nowMs: NOW });
    }
    const nowMs = NOW + LEASE_MS;
    expect(await of().commit({ newItems: [at(2), at(2, { asin: 'WAITS' })], nowMs })).toMatchObject({ itemsSuperseded: 2 });
    expect(await of().work.queue('books', 'discover', nowMs)).toMatchObject({ queued: 2, held: 0 });
  });
}

function describeClaims(of: () => DealStore): void {
  it('gives the newest first, each item to one owner only', async () => {
    await add(of(), ...[2, 5, 1, 4, 3].map((ms) => at(ms, { asin: `A${ms}` })));
    expect((await of().work.claim(claimOf({ limit: 2 }))).map((item) => item.lastUpdateMs)).toEqual([5, 4]);
    const [mine, yours] = await Promise.all([of().work.claim(claimOf({ limit: 2 })), of().work.claim(claimOf({ limit: 2, owner: 'you' }))]);
    expect([...mine, ...yours].map((item) => item.lastUpdateMs).sort()).toEqual([1, 2, 3]);
    expect(await of().work.claim(claimOf())).toEqual([]);
  });

  it('gives an item to another when its lease has run out, under a higher fence', async () => {
    await add(of(), newItemOf());
    const first = await claimOne(of());
    expect(await of().work.claim(claimOf({ owner: 'you', nowMs: NOW + LEASE_MS - 1 }))).toEqual([]);
    expect(await of().work.queue('books', 'discover', NOW + LEASE_MS - 1)).toEqual({ queued: 0, accepted: 0, held: 1, nextFreeAtMs: NOW + LEASE_MS });
    expect(await of().work.queue('books', 'discover', NOW + LEASE_MS)).toEqual({ queued: 1, accepted: 0, held: 0, nextFreeAtMs: null });
    const second = await claimOne(of(), { owner: 'you', nowMs: NOW + LEASE_MS });
    expect(second.fence).toBeGreaterThan(first.fence);
  });

  it('does not wait for the lease of another clock, and does not take one of a clock that is a little ahead', async () => {
    await add(of(), newItemOf());
    await of().work.claim(claimOf({ nowMs: NOW + LONGEST_PROCESSING_MS }));
    expect(await of().work.claim(claimOf({ owner: 'you', nowMs: NOW }))).toEqual([]);
    expect(await of().work.queue('books', 'discover', NOW)).toMatchObject({ queued: 0, held: 1 });
    expect(await of().work.queue('books', 'discover', NOW - 1)).toMatchObject({ queued: 1, held: 0 });
    expect(await of().work.claim(claimOf({ owner: 'you', nowMs: NOW - 1 }))).toHaveLength(1);
  });

  it('takes only items of the state that was asked for', async () => {
    await add(of(), newItemOf());
    expect(await of().work.claim(claimOf({ state: 'accepted' }))).toEqual([]);
    await end(of(), await claimOne(of()), 'accepted');
    expect(await of().work.claim(claimOf({ state: 'queued' }))).toEqual([]);
    expect(await claimOne(of(), { state: 'accepted' })).toMatchObject({ state: 'accepted' });
  });
}

function describeTransitions(of: () => DealStore): void {
  it('ends an item for good', async () => {
    const ends = ['stored', 'rejected', 'dead'] as const;
    await add(of(), ...ends.map((asin) => newItemOf({ asin })));
    const transitions = (await of().work.claim(claimOf())).map((item): ItemTransition => ({
      item,
      to: item.asin as (typeof ends)[number],
      reason: 'because',
    }));
    expect(await of().commit({ transitions, nowMs: NOW })).toMatchObject({ fencedOut: 0, itemsAdded: 0, rejectedByReason: {} });
    expect(await statusOf(of())).toMatchObject({ items: { queued: 0, stored: 1, rejected: 1, dead: 1 }, rejectedByReason: { because: 1 } });
    expect(await of().work.claim(claimOf({ nowMs: NOW + LEASE_MS }))).toEqual([]);
  });

  it('releases an item back to its own state, for a retry not before its time and with its attempts', async () => {
    await add(of(), newItemOf());
    const item = await claimOne(of());
    await of().commit({ transitions: [{ item, to: 'queued', reason: 'timed out', attempts: 1, notBeforeMs: NOW + 5_000 }], nowMs: NOW });
    expect(await of().work.queue('books', 'discover', NOW)).toEqual({ queued: 0, accepted: 0, held: 1, nextFreeAtMs: NOW + 5_000 });
    expect(await of().work.claim(claimOf({ nowMs: NOW + 4_999 }))).toEqual([]);
    const again = await claimOne(of(), { nowMs: NOW + 5_000 });
    expect(again.attempts).toBe(1);
    await of().commit({ transitions: [{ item: again, to: 'queued', reason: null }], nowMs: NOW + 5_000 });
    const third = await claimOne(of(), { nowMs: NOW + 5_000 });
    expect(third.attempts).toBe(1);
    await of().commit({ transitions: [{ item: third, to: 'accepted', reason: null }], nowMs: NOW + 5_000 });
    expect(await claimOne(of(), { nowMs: NOW + 5_000, state: 'accepted' })).toMatchObject({ attempts: 0 });
  });

  it('changes nothing under an out-of-date fence, the deal included, and still keeps what was paid for', async () => {
    await add(of(), newItemOf());
    const stale = await claimOne(of());
    const held = await claimOne(of(), { owner: 'you', nowMs: NOW + LEASE_MS });
    const { asin, lastUpdateMs } = stale;
    const bought = { domainId: 1, asin, lastUpdateMs, stage: 'commit', product: null } as const;
    const outcome = await of().commit({
      transitions: [{ item: stale, to: 'stored', reason: null }],
      deals: [dealOf({ asin })],
      purchases: [bought],
      nowMs: NOW + LEASE_MS,
    });
    expect(outcome).toMatchObject({ fencedOut: 1, lost: new Set([stale]), dealsNew: 0 });
    expect(await of().deals.byAsin(1, [asin])).toEqual([]);
    expect(await of().work.purchases('commit', [bought])).toEqual([bought]);
    expect(await of().work.queue('books', 'discover', NOW + LEASE_MS)).toMatchObject({ held: 1 });
    expect(await end(of(), held, 'stored')).toMatchObject({ fencedOut: 0 });
    expect(await end(of(), held, 'dead')).toMatchObject({ fencedOut: 1 });
    expect(await statusOf(of())).toMatchObject({ items: { stored: 1, dead: 0 } });
  });

  it('accepts the end of a claim whose lease has run out while nobody else took it', async () => {
    await add(of(), newItemOf(), newItemOf({ asin: 'OTHER', lastUpdateMs: NOW }));
    const [other, slow] = await of().work.claim(claimOf());
    await claimOne(of(), { owner: 'you', nowMs: NOW + LEASE_MS });
    expect(await of().commit({ transitions: [{ item: slow!, to: 'stored', reason: null }], nowMs: NOW + LEASE_MS })).toMatchObject({ fencedOut: 0 });
    expect(await end(of(), other!, 'stored')).toMatchObject({ fencedOut: 1 });
  });

  it('does not know the fence of an item that was superseded or judged again meanwhile', async () => {
    await add(of(), at(1));
    const held = await claimOne(of());
    await of().commit({ newItems: [at(2)], nowMs: NOW + LEASE_MS });
    expect(await end(of(), held, 'stored')).toMatchObject({ fencedOut: 1 });
    const next = await claimOne(of(), { nowMs: NOW + LEASE_MS });
    await end(of(), next, 'rejected');
    await add(of(), at(2, { filterHash: 'f2' }));
    expect(await end(of(), next, 'stored')).toMatchObject({ fencedOut: 1 });
    expect(await statusOf(of())).toMatchObject({ items: { queued: 1, superseded: 1, stored: 0 } });
  });
}

function at(lastUpdateMs: number, fields: Partial<NewItem> = {}): NewItem {
  return newItemOf({ ...fields, lastUpdateMs });
}

function add(store: DealStore, ...newItems: readonly NewItem[]): ReturnType<DealStore['commit']> {
  return store.commit({ newItems, nowMs: NOW });
}

function end(store: DealStore, item: ClaimedItem, to: ItemTransition['to']): ReturnType<DealStore['commit']> {
  return store.commit({ transitions: [{ item, to, reason: null }], nowMs: NOW });
}

async function statusOf(store: DealStore): Promise<unknown> {
  return (await store.jobStatus(NOW)).find((status) => status.jobId === 'books');
}
