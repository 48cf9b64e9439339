import type { DealStore, ItemFailure, NewItem } from '@smart-ingestor/contracts';
import { ItemStateError } from '@smart-ingestor/contracts';
import { SUITE_NOW_MS } from './bucket-states';
import { productOf } from './deal-data';
import { claimOf, claimOne, newItemOf } from './sample-data';

const NOW = SUITE_NOW_MS;
const LEASE_MS = claimOf().leaseMs;

/** Order, classes, failures, and what a person decides about the dead. */
export function describeLanes(of: () => DealStore): void {
  describeOrder(of);
  describeFailures(of);
  describeDead(of);

  it('refuses a move that the rules do not know, and writes nothing of that commit', async () => {
    await of().commit({ newItems: [newItemOf({ asin: 'A' }), newItemOf({ asin: 'B' })], nowMs: NOW });
    const [a, b] = await of().work.claim(claimOf());
    await of().commit({ transitions: [{ item: a!, to: 'accepted', reason: null }], nowMs: NOW });
    const accepted = await claimOne(of(), { state: 'accepted' });
    const illegal = {
      transitions: [b!, accepted].map((item) => ({ item, to: 'queued' as const, reason: null })),
      newItems: [newItemOf({ asin: 'C' })],
    };
    await expect(of().commit({ ...illegal, nowMs: NOW })).rejects.toThrow(ItemStateError);
    expect(await of().work.queue('books', 'discover', NOW)).toMatchObject({ queued: 0, accepted: 0, held: 2 });
  });
}

function describeOrder(of: () => DealStore): void {
  it('gives the highest value first and the newest of equal ones, with negative and fractional values', async () => {
    const item = (asin: string, value: number, lastUpdateMs: number): NewItem => newItemOf({ asin, value, lastUpdateMs });
    const items = [item('LOW', -2, 9), item('MID', 0.5, 1), item('NEW', 0.5, 2), item('TOP', 7, 1), item('ZERO', 0, 5)];
    await of().commit({ newItems: items, nowMs: NOW });
    const asins = (await of().work.claim(claimOf({ limit: 4 }))).map(({ asin }) => asin);
    expect([...asins, (await claimOne(of())).asin]).toEqual(['TOP', 'NEW', 'MID', 'ZERO', 'LOW']);
  });

  it('takes a new value from the transition, and keeps the old one without', async () => {
    await of().commit({ newItems: ['A', 'B', 'C'].map((asin, n) => newItemOf({ asin, value: n })), nowMs: NOW });
    const values: Record<string, number | undefined> = { A: 9, B: undefined, C: 0.5 };
    const transitions = (await of().work.claim(claimOf())).map((item) => ({ item, to: 'accepted', reason: null, value: values[item.asin] }) as const);
    await of().commit({ transitions, nowMs: NOW });
    expect((await of().work.claim(claimOf({ state: 'accepted' }))).map(({ asin }) => asin)).toEqual(['A', 'B', 'C']);
  });

  it('keeps the classes of a job apart', async () => {
    await of().commit({ newItems: [newItemOf({ asin: 'D' }), newItemOf({ asin: 'A', workClass: 'adhoc' })], nowMs: NOW });
    expect((await of().work.claim(claimOf({ workClass: 'adhoc' }))).map(({ asin, workClass }) => [asin, workClass])).toEqual([['A', 'adhoc']]);
    expect(await of().work.queue('books', 'adhoc', NOW)).toEqual({ queued: 0, accepted: 0, held: 1, nextFreeAtMs: NOW + LEASE_MS });
    expect(await of().work.queue('books', 'discover', NOW)).toEqual({ queued: 1, accepted: 0, held: 0, nextFreeAtMs: null });
  });

  it('finds the best of many through claims, releases and ends', async () => {
    const items = Array.from({ length: 300 }, (_, n) => newItemOf({ asin: `A${n}`, value: (n * 7919) % 300 }));
    await of().commit({ newItems: items, nowMs: NOW });
    const taken: number[] = [];
    for (let round = 0; taken.length < 300; round += 1) {
      const claimed = await of().work.claim(claimOf({ limit: 25, nowMs: NOW + round }));
      const [first, ...others] = claimed;
      const back = { item: first!, to: 'queued' as const, reason: null, value: -1 };
      const ends = others.map((item) => ({ item, to: 'stored' as const, reason: null }));
      await of().commit({
        transitions: round < 4 ? [back, ...ends] : claimed.map((item) => ({ item, to: 'stored', reason: null })),
        nowMs: NOW + round,
      });
      taken.push(...(round < 4 ? others : claimed).map(({ asin }) => items.findIndex((item) => item.asin === asin)));
    }
    const values = taken.map((n) => items[n]!.value);
    expect(new Set(taken).size).toBe(300);
    expect(values.slice(0, 280)).toEqual([...values.slice(0, 280)].sort((a, b) => b - a));
    expect(await of().work.queue('books', 'discover', NOW + 99)).toMatchObject({ queued: 0, held: 0 });
  });
}

function describeFailures(of: () => DealStore): void {
  it('keeps the last failure and the sum of what all cost until a person sees it', async () => {
    await of().commit({ newItems: [newItemOf()], nowMs: NOW });
    const first = await claimOne(of());
    await of().commit({
      transitions: [{ item: first, to: 'queued', reason: 'timed-out', attempts: 1, failure: failureOf({ tokens: 2 }) }],
      nowMs: NOW,
    });
    const second = await claimOne(of());
    const failure = failureOf({ tokens: 5, message: 'second', atMs: NOW + 7 });
    await of().commit({ transitions: [{ item: second, to: 'dead', reason: 'too-many-failures', attempts: 2, failure }], nowMs: NOW + 7 });
    const { fence: _, ...item } = second;
    expect(await of().work.dead({})).toEqual([
      { ...item, state: 'dead', attempts: 2, reason: 'too-many-failures', diedMs: NOW + 7, tokensSpent: 7, failure },
    ]);
  });

  it('forgets the failure with the next success, but not what it cost', async () => {
    await of().commit({ newItems: [newItemOf()], nowMs: NOW });
    await of().commit({ transitions: [{ item: await claimOne(of()), to: 'queued', reason: null, failure: failureOf({ tokens: 3 }) }], nowMs: NOW });
    await of().commit({ transitions: [{ item: await claimOne(of()), to: 'accepted', reason: null }], nowMs: NOW });
    const accepted = await claimOne(of(), { state: 'accepted' });
    await of().commit({ transitions: [{ item: accepted, to: 'dead', reason: 'poison' }], nowMs: NOW });
    expect(await of().work.dead({})).toMatchObject([{ failure: null, tokensSpent: 3, reason: 'poison' }]);
  });
}

function describeDead(of: () => DealStore): void {
  it('lists the dead newest first, all or some of them', async () => {
    await die(of(), newItemOf({ asin: 'A' }), NOW);
    await die(of(), newItemOf({ asin: 'B' }), NOW + 1);
    await die(of(), newItemOf({ asin: 'B', jobId: 'toys' }), NOW + 2);
    const found = async (query: Parameters<DealStore['work']['dead']>[0]): Promise<string[]> =>
      (await of().work.dead(query)).map(({ jobId, asin }) => `${jobId}/${asin}`);
    expect(await found({})).toEqual(['toys/B', 'books/B', 'books/A']);
    expect(await found({ limit: 1 })).toEqual(['toys/B']);
    expect(await found({ jobId: 'books' })).toEqual(['books/B', 'books/A']);
    expect(await found({ asin: 'B', jobId: 'books' })).toEqual(['books/B']);
  });

  it('takes the dead back as adhoc, with no attempts, behind their peek where it was bought', async () => {
    const [paid, fresh, other] = ['PAID', 'FRESH', 'OTHER'].map((asin) => newItemOf({ asin }));
    const purchase = { domainId: 1, asin: 'PAID', lastUpdateMs: paid!.lastUpdateMs, stage: 'peek', product: productOf({ asin: 'PAID' }) } as const;
    await of().commit({ purchases: [purchase], nowMs: NOW });
    for (const item of [paid!, fresh!, other!]) await die(of(), item, NOW);
    expect(await of().work.retryDead({ jobId: 'toys' }, NOW)).toBe(0);
    expect((await of().work.retryDead({ asin: 'PAID' }, NOW)) + (await of().work.retryDead({ asin: 'FRESH' }, NOW))).toBe(2);
    expect((await of().work.dead({})).map(({ asin }) => asin)).toEqual(['OTHER']);
    expect(await of().work.queue('books', 'discover', NOW)).toMatchObject({ queued: 0, accepted: 0 });
    expect(await claimOne(of(), { workClass: 'adhoc' })).toMatchObject({ asin: 'FRESH', attempts: 0, workClass: 'adhoc' });
    expect(await claimOne(of(), { workClass: 'adhoc', state: 'accepted' })).toMatchObject({ asin: 'PAID', attempts: 0 });
  });

  it('drops the dead for good: not even another filter takes them back', async () => {
    await die(of(), newItemOf(), NOW);
    expect(await of().work.dropDead({ jobId: 'books' }, NOW + 1)).toBe(1);
    expect(await of().work.dead({})).toEqual([]);
    expect((await of().jobStatus(NOW))[0]).toMatchObject({ items: { dead: 0, rejected: 1 }, rejectedByReason: { dropped: 1 } });
    expect(await of().commit({ newItems: [newItemOf({ filterHash: 'f2' })], nowMs: NOW + 1 })).toMatchObject({ itemsAdded: 0 });
    expect(await of().commit({ newItems: [newItemOf({ lastUpdateMs: NOW })], nowMs: NOW + 1 })).toMatchObject({ itemsAdded: 1 });
  });
}

/** Test data: a request that nobody answered in time. */
export function failureOf(fields: Partial<ItemFailure> = {}): ItemFailure {
  return { code: 'timeout', message: 'No answer within 120 s', request: '{"asins":["A"]}', callId: 'call-1', tokens: 1, atMs: NOW, ...fields };
}

/** Delivers the item and lets it die. */
export async function die(store: DealStore, item: NewItem, nowMs: number): Promise<void> {
  await store.commit({ newItems: [item], nowMs });
  const claimed = await claimOne(store, { jobId: item.jobId, nowMs });
  await store.commit({ transitions: [{ item: claimed, to: 'dead', reason: 'poison', attempts: 3 }], nowMs });
}
