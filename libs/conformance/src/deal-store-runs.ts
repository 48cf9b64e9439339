import type { DealStore, RunRecord, RunWait } from '@smart-ingestor/contracts';
import { SUITE_NOW_MS } from './bucket-states';
import { claimOf, claimOne, newItemOf } from './sample-data';

const NOW = SUITE_NOW_MS;
const LEASE_MS = claimOf().leaseMs;
const FEED = { jobId: 'books', feedHash: 'h1' } as const;
const RUN = { owner: 'me', accountId: 'acc', host: 'box', pid: 42, startedMs: NOW, jobs: ['books', 'toys'] } as const;

/** Who is running, and what its heartbeat keeps. */
export function describeRuns(of: () => DealStore): void {
  it('lists a run from its beginning to its end', async () => {
    const seen: RunRecord = { ...RUN, seenMs: NOW, progressMs: null, wait: null };
    await of().runs.begin({ ...RUN, owner: 'you', startedMs: NOW + 1 });
    await of().runs.begin(RUN);
    expect(await of().runs.list()).toEqual([seen, { ...seen, owner: 'you', startedMs: NOW + 1, seenMs: NOW + 1 }]);
    await of().runs.beat('me', NOW + LEASE_MS, NOW + 9);
    await of().commit({ owner: 'me', nowMs: NOW + 10 });
    const wait: RunWait = { workClass: 'refresh', jobId: null, sinceMs: NOW, untilMs: NOW + 60_000, reason: 'balance is −12' };
    await of().runs.wait('me', wait);
    expect((await of().runs.list())[0]).toEqual({ ...seen, seenMs: NOW + 9, progressMs: NOW + 10, wait });
    await of().runs.wait('me', null);
    expect((await of().runs.list())[0]?.wait).toBeNull();
    await of().runs.end('me');
    await of().runs.end('me');
    expect((await of().runs.list()).map(({ owner }) => owner)).toEqual(['you']);
  });

  it('begins anew where an owner begins again', async () => {
    await of().runs.begin(RUN);
    await of().commit({ owner: 'me', nowMs: NOW + 10 });
    await of().runs.begin({ ...RUN, startedMs: NOW + 20, pid: 43 });
    expect(await of().runs.list()).toEqual([{ ...RUN, startedMs: NOW + 20, pid: 43, seenMs: NOW + 20, progressMs: null, wait: null }]);
  });

  it('keeps with a heartbeat everything that its owner holds, and nothing of another', async () => {
    await of().commit({ newItems: [newItemOf({ asin: 'MINE', value: 1 }), newItemOf({ asin: 'YOURS' })], nowMs: NOW });
    const mine = await claimOne(of());
    await claimOne(of(), { owner: 'you' });
    const feed = await of().feeds.claim(FEED, 'pass', { owner: 'me', leaseMs: LEASE_MS, nowMs: NOW });
    await of().runs.beat('me', NOW + 2 * LEASE_MS, NOW + LEASE_MS - 1);
    expect((await of().work.claim(claimOf({ owner: 'third', nowMs: NOW + LEASE_MS }))).map(({ asin }) => asin)).toEqual(['YOURS']);
    expect(await of().feeds.claim(FEED, 'pass', { owner: 'third', leaseMs: LEASE_MS, nowMs: NOW + LEASE_MS })).toBeNull();
    expect(await of().work.claim(claimOf({ owner: 'third', nowMs: NOW + 2 * LEASE_MS - 1 }))).toEqual([]);
    const moved = { transitions: [{ item: mine, to: 'stored', reason: null }], feed: { lease: feed! }, nowMs: NOW + LEASE_MS } as const;
    expect(await of().commit(moved)).toMatchObject({ fencedOut: 0 });
  });

  it('does not take back what was taken over meanwhile', async () => {
    await of().commit({ newItems: [newItemOf()], nowMs: NOW });
    const mine = await claimOne(of());
    const feed = await of().feeds.claim(FEED, 'pass', { owner: 'me', leaseMs: LEASE_MS, nowMs: NOW });
    const later = NOW + LEASE_MS;
    const yours = await claimOne(of(), { owner: 'you', nowMs: later });
    const yourFeed = await of().feeds.claim(FEED, 'pass', { owner: 'you', leaseMs: LEASE_MS, nowMs: later });
    await of().runs.beat('me', later + 9 * LEASE_MS, later);
    expect(await of().work.queue('books', 'discover', later)).toMatchObject({ held: 1, nextFreeAtMs: later + LEASE_MS });
    const lost = { transitions: [{ item: mine, to: 'stored', reason: null }], feed: { lease: feed! }, nowMs: later } as const;
    expect(await of().commit(lost)).toMatchObject({ fencedOut: 2 });
    const kept = { transitions: [{ item: yours, to: 'stored', reason: null }], feed: { lease: yourFeed! }, nowMs: later } as const;
    expect(await of().commit(kept)).toMatchObject({ fencedOut: 0 });
  });

  it('does not renew what waits for a retry, nor what was given back', async () => {
    await of().commit({ newItems: [newItemOf()], nowMs: NOW });
    await of().commit({ transitions: [{ item: await claimOne(of()), to: 'queued', reason: null, notBeforeMs: NOW + 5_000 }], nowMs: NOW });
    await of().runs.beat('me', NOW + LEASE_MS, NOW);
    expect(await of().work.queue('books', 'discover', NOW)).toMatchObject({ held: 1, nextFreeAtMs: NOW + 5_000 });
  });
}
