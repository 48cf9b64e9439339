import type { DealStore, Seller } from '@smart-ingestor/contracts';
import { SUITE_NOW_MS } from './bucket-states';
import { claimSeller, sellerClaimOf } from './refresh-data';

const NOW = SUITE_NOW_MS;
const LEASE_MS = 90_000;

/** Who sells, and who looks them up. */
export function describeSellers(of: () => DealStore): void {
  describeLookups(of);
  describeFailedLookups(of);
}

function sellerOf(sellerId: string, ratingCount: number | null): Seller {
  return {
    sellerId,
    name: `Seller ${sellerId}`,
    ratingPercent: 97,
    ratingCount,
    hasFba: true,
    isScammer: false,
    lastUpdateMs: NOW,
    storefrontAsins: ['1449373321'],
  };
}

async function see(store: DealStore, ...sellerIds: readonly string[]): Promise<void> {
  await store.commit({ sellersSeen: [{ domainId: 1, sellerIds }], nowMs: NOW });
}

async function dueIds(store: DealStore, fields: Parameters<typeof sellerClaimOf>[0] = {}): Promise<readonly string[]> {
  return (await store.sellers.claimDue(sellerClaimOf(fields))).map(({ sellerId }) => sellerId);
}

function describeLookups(of: () => DealStore): void {
  it('enters every seller that offers named once, and keeps domains apart', async () => {
    await see(of(), 'A', 'B', 'A');
    await see(of(), 'B', 'C');
    await of().commit({ sellersSeen: [{ domainId: 3, sellerIds: ['A'] }], nowMs: NOW });
    expect(await of().sellers.status({ domainId: 1, fetchedBeforeMs: NOW, nowMs: NOW })).toEqual({ sellers: 3, due: 3, nextFreeAtMs: null });
    expect([...(await dueIds(of()))].sort()).toEqual(['A', 'B', 'C']);
    expect(await dueIds(of(), { domainId: 3 })).toEqual(['A']);
    expect(await of().sellers.find({ domainId: 3 })).toEqual([{ domainId: 3, sellerId: 'A', seller: null, fetchedMs: null }]);
  });

  it('looks up those that nobody ever looked up, then the oldest, then nobody', async () => {
    await see(of(), 'A', 'B');
    for (const at of [NOW, NOW + 1]) {
      const claimed = await claimSeller(of(), { nowMs: at });
      await of().commit({ sellers: [{ claimed, seller: sellerOf(claimed.sellerId, 5), answered: true }], nowMs: at });
    }
    await see(of(), 'NEW', 'A');
    const order = await dueIds(of(), { fetchedBeforeMs: NOW + 1, nowMs: NOW + 2 });
    expect(order[0]).toBe('NEW');
    expect(order).toHaveLength(2);
    expect(await dueIds(of(), { fetchedBeforeMs: NOW + 2, nowMs: NOW + 2 })).toHaveLength(1);
    expect(await dueIds(of(), { fetchedBeforeMs: NOW + 2, nowMs: NOW + 2 })).toEqual([]);
  });

  it('shows those with the most ratings first, unknown ones last', async () => {
    await see(of(), 'FEW', 'MANY', 'NONE', 'UNKNOWN');
    const ratings: Readonly<Record<string, number | null>> = { FEW: 1, MANY: 99, NONE: null };
    for (const claimed of await of().sellers.claimDue(sellerClaimOf())) {
      const seller = claimed.sellerId in ratings ? sellerOf(claimed.sellerId, ratings[claimed.sellerId]!) : null;
      await of().commit({ sellers: [{ claimed, seller, answered: true }], nowMs: NOW });
    }
    const found = await of().sellers.find({ limit: 2 });
    expect(found).toEqual([
      { domainId: 1, sellerId: 'MANY', seller: sellerOf('MANY', 99), fetchedMs: NOW },
      { domainId: 1, sellerId: 'FEW', seller: sellerOf('FEW', 1), fetchedMs: NOW },
    ]);
    expect(await of().sellers.find({})).toHaveLength(4);
    expect(await of().sellers.find({ domainId: 2 })).toEqual([]);
    expect((await of().sellers.find({})).find(({ sellerId }) => sellerId === 'UNKNOWN')).toMatchObject({ seller: null, fetchedMs: NOW });
  });
}

function describeFailedLookups(of: () => DealStore): void {
  it('hands a seller to one process at a time, and lets nobody write who was overtaken', async () => {
    await see(of(), 'A');
    const late = await claimSeller(of());
    expect(await dueIds(of(), { owner: 'you', nowMs: NOW + LEASE_MS - 1 })).toEqual([]);
    const holder = await claimSeller(of(), { owner: 'you', nowMs: NOW + LEASE_MS });
    expect(await of().commit({ sellers: [{ claimed: late, seller: sellerOf('A', 1), answered: true }], nowMs: NOW })).toMatchObject({ fencedOut: 1 });
    expect(await of().sellers.find({})).toMatchObject([{ seller: null, fetchedMs: null }]);
    const own = { sellers: [{ claimed: holder, seller: sellerOf('A', 2), answered: true }], nowMs: NOW + LEASE_MS };
    expect(await of().commit(own)).toMatchObject({ fencedOut: 0 });
    expect(await of().sellers.find({})).toMatchObject([{ seller: { ratingCount: 2 } }]);
  });

  it('keeps a lease by heartbeat', async () => {
    await see(of(), 'A');
    await claimSeller(of());
    await of().runs.beat('me', NOW + 2 * LEASE_MS, NOW + 1);
    expect(await dueIds(of(), { owner: 'you', nowMs: NOW + LEASE_MS })).toEqual([]);
    expect(await of().sellers.status({ domainId: 1, fetchedBeforeMs: NOW, nowMs: NOW })).toEqual({
      sellers: 1,
      due: 0,
      nextFreeAtMs: NOW + 2 * LEASE_MS,
    });
  });

  it('waits after a failure, and keeps what is known where Keepa knows the seller no more', async () => {
    await see(of(), 'A');
    await of().commit({ sellers: [{ claimed: await claimSeller(of()), seller: sellerOf('A', 3), answered: true }], nowMs: NOW });
    const failed = await claimSeller(of(), { nowMs: NOW + 1 });
    await of().commit({ sellers: [{ claimed: failed, seller: null, answered: false, notBeforeMs: NOW + 1_000 }], nowMs: NOW + 1 });
    expect(await dueIds(of(), { nowMs: NOW + 999 })).toEqual([]);
    const again = await claimSeller(of(), { nowMs: NOW + 1_000 });
    expect(again.attempts).toBe(1);
    await of().commit({ sellers: [{ claimed: again, seller: null, answered: true }], nowMs: NOW + 1_000 });
    expect(await of().sellers.find({})).toEqual([{ domainId: 1, sellerId: 'A', seller: sellerOf('A', 3), fetchedMs: NOW + 1_000 }]);
    expect(await claimSeller(of(), { fetchedBeforeMs: NOW + 2_000, nowMs: NOW + 2_000 })).toMatchObject({ attempts: 0 });
  });
}
