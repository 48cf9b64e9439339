import type { DealStore } from '@smart-ingestor/contracts';
import { SUITE_NOW_MS } from './bucket-states';
import { claimOf, claimOne, newItemOf } from './sample-data';

const NOW = SUITE_NOW_MS;
const LEASE_MS = claimOf().leaseMs;

/** One product may be several items: of two jobs, or two versions. What one of them buys serves the others. */
export function describeProducts(of: () => DealStore): void {
  it('lets the item of another job wait while its product is being bought, and tells until when', async () => {
    const elsewhere = newItemOf({ jobId: 'toys', domainId: 2 });
    await of().commit({ newItems: [newItemOf(), newItemOf({ jobId: 'toys' }), elsewhere, newItemOf({ jobId: 'toys', asin: 'OTHER' })], nowMs: NOW });
    const held = await claimOne(of());
    const untilMs = NOW + LEASE_MS;
    expect(await of().work.queue('toys', 'discover', NOW, 'you')).toEqual({ queued: 2, accepted: 0, held: 1, nextFreeAtMs: untilMs });
    const toys = claimOf({ jobId: 'toys', owner: 'you' });
    expect((await of().work.claim(toys)).map(({ asin, domainId }) => [asin, domainId])).toEqual(
      expect.arrayContaining([
        ['OTHER', 1],
        [elsewhere.asin, 2],
      ]),
    );
    expect(await of().work.claim(toys)).toEqual([]);
    await of().commit({ transitions: [{ item: held, to: 'accepted', reason: null }], nowMs: NOW });
    expect(await of().work.queue('toys', 'discover', NOW, 'you')).toMatchObject({ queued: 1, held: 2 });
    expect(await claimOne(of(), { jobId: 'toys', owner: 'you' })).toMatchObject({ asin: held.asin, domainId: 1 });
  });

  it('lets it wait no longer than the lease', async () => {
    await of().commit({ newItems: [newItemOf(), newItemOf({ jobId: 'toys' })], nowMs: NOW });
    await claimOne(of());
    const nowMs = NOW + LEASE_MS;
    expect(await of().work.claim(claimOf({ jobId: 'toys', owner: 'you', nowMs: nowMs - 1 }))).toEqual([]);
    expect(await of().work.queue('toys', 'discover', nowMs, 'you')).toMatchObject({ queued: 1, held: 0 });
    expect(await of().work.claim(claimOf({ jobId: 'toys', owner: 'you', nowMs }))).toHaveLength(1);
  });

  it('lets a newer version wait while an older one is being bought', async () => {
    await of().commit({ newItems: [newItemOf({ lastUpdateMs: 1 })], nowMs: NOW });
    const older = await claimOne(of());
    await of().commit({ newItems: [newItemOf({ lastUpdateMs: 2 })], nowMs: NOW });
    expect(await of().work.claim(claimOf())).toEqual([]);
    expect(await of().work.queue('books', 'discover', NOW)).toMatchObject({ queued: 0, held: 2 });
    await of().commit({ transitions: [{ item: older, to: 'stored', reason: null }], nowMs: NOW });
    expect(await claimOne(of())).toMatchObject({ lastUpdateMs: 2 });
  });
}
