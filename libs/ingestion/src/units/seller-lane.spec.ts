import type { Seller, SellerBatch } from '@smart-ingestor/contracts';
import { HOUR_MS, MINUTE_MS, NOW_MS, plainJob, REJECTED, UnitRig } from '../testing/unit-rig';
import { SellerLane } from './seller-lane';

const DAY_MS = 24 * HOUR_MS;

function looking(ids: readonly string[], fetchedMs: number | null = null): { rig: UnitRig; lane: SellerLane } {
  const rig = new UnitRig({ job: plainJob({ sellers: { withinMs: 7 * DAY_MS } }) });
  for (const id of ids) rig.store.sellerRows.set(id, { value: { seller: null, fetchedMs }, fence: 0, heldUntilMs: 0, attempts: 0 });
  return { rig, lane: new SellerLane(rig.job, 7 * DAY_MS, rig.parts) };
}

const batchOf = (...ids: string[]): SellerBatch => ({ sellers: ids.map((sellerId) => ({ sellerId }) as Seller), problems: [] });

describe('Sellers', () => {
  it('that were never looked up, or not within the time, are looked up together', async () => {
    const { rig, lane } = looking(['S1', 'S2']);
    await rig.answer(lane, batchOf('S2'));
    expect(rig.requests).toEqual([{ endpoint: 'seller', domainId: 1, sellerIds: ['S1', 'S2'] }]);
    expect(rig.store.commits.at(-1)!.sellers).toMatchObject([
      { seller: null, answered: true },
      { seller: { sellerId: 'S2' }, answered: true },
    ]);
    expect(rig.eventsOf('sellers.fetched')).toEqual([{ type: 'sellers.fetched', jobId: 'books', fetched: 1, unknown: 1 }]);
    expect(await lane.look(rig.at)).toBe(NOW_MS + 10 * MINUTE_MS);
    rig.nowMs += 7 * DAY_MS + 1;
    expect((await rig.unit(lane)).pending).toBe(2);
  });

  it('that another process looked up meanwhile are not told as fetched', async () => {
    const { rig, lane } = looking(['S1', 'S2']);
    const loaded = await rig.load(lane);
    rig.store.sellerRows.get('S2')!.fence += 1;
    await rig.digest(loaded, batchOf('S1', 'S2'));
    expect(rig.eventsOf('sellers.fetched')).toMatchObject([{ fetched: 1, unknown: 0 }]);
  });

  it('are priced by how many they are', async () => {
    const { rig, lane } = looking(['S1']);
    expect((await rig.unit(lane)).template(7)).toMatchObject({ sellerIds: { length: 7 } });
  });

  it('are nothing to wait for where there are none', async () => {
    const { rig, lane } = looking([]);
    expect(await lane.look(rig.at)).toBe(Number.POSITIVE_INFINITY);
  });

  it('whose request failed wait for their own time and then go alone; after a 429 they are as they were', async () => {
    const { rig, lane } = looking(['S1', 'S2']);
    await rig.fail(lane, null);
    expect((await rig.unit(lane)).pending).toBe(2);
    await rig.fail(lane);
    expect(await rig.dueInMinutes(lane)).toBeGreaterThan(0);
    rig.nowMs += 2 * MINUTE_MS;
    expect((await rig.load(lane)).request).toMatchObject({ sellerIds: { length: 1 } });
  });

  it('that Keepa refuses alone come back so seldom that they do no harm', async () => {
    const { rig, lane } = looking(['S1']);
    await rig.fail(lane, REJECTED);
    expect(rig.store.sellerRows.get('S1')!.heldUntilMs).toBe(NOW_MS + DAY_MS);
  });
});
