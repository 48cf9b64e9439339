import { dealOf, feedRowOf, newItemOf, productOf } from '@smart-ingestor/conformance';
import type { NewItem, ProductBatch } from '@smart-ingestor/contracts';
import { batchOf } from '../testing/scripted-transport';
import { PAID, plainItems as itemsOf, plainJob as jobOf, UnitRig } from '../testing/unit-rig';
import { BuyLane } from './buy-lane';

const ASINS = itemsOf(3).map(({ asin }) => asin);

async function committed(
  items: readonly NewItem[],
  prepare: (rig: UnitRig) => void = () => undefined,
  job = jobOf(),
  answer?: ProductBatch,
): Promise<UnitRig> {
  const rig = new UnitRig({ job });
  rig.store.add(items, { state: 'accepted' });
  prepare(rig);
  const loaded = await rig.load(new BuyLane('discover', rig.job, rig.parts));
  if (loaded.request !== null) await rig.digest(loaded, answer ?? batchOf(rig.asinsAsked().at(-1)!));
  return rig;
}

describe('A commit', () => {
  it('asks as the job is configured, options that cost extra only where they are wanted', async () => {
    const base = { endpoint: 'product', domainId: 1, asins: ASINS, statsDays: 90, history: true, historyDays: 90, offers: 20 };
    expect((await committed(itemsOf(3))).requests[0]).toEqual(base);
    const everything = jobOf({ commit: { ...jobOf().commit, stock: true, rating: true } });
    expect((await committed(itemsOf(3), undefined, everything)).requests[0]).toEqual({ ...base, stock: true, rating: true });
  });

  it('stores row and product as one deal, with its history, and tells of each', async () => {
    const [item] = itemsOf(1);
    const product = productOf({ asin: item!.asin, history: [{ priceType: 2, atMs: 7, value: 1_500 }] });
    const rig = await committed([item!], undefined, undefined, { products: [product], problems: [] });
    const atMs = rig.nowMs;
    expect(rig.store.deal(item!.asin)).toMatchObject({ feed: item!.feed, product, rejectedReason: null, firstStoredMs: atMs, lastSeenMs: atMs });
    expect(rig.store.commits[0]!.observations).toEqual([{ domainId: 1, asin: item!.asin, observations: product.history }]);
    expect(rig.store.ends()).toEqual([`${item!.asin}: stored`]);
    expect(rig.eventsOf('deal.stored')).toMatchObject([{ asin: item!.asin, title: item!.feed.title }]);
  });

  it('without data ends as rejected(no-data), an unreadable product as dead, and their neighbour is stored', async () => {
    const rig = await committed(itemsOf(3), undefined, undefined, batchOf([ASINS[0]!], [ASINS[1]!]));
    expect(rig.store.ends()).toEqual([`${ASINS[0]}: stored`, `${ASINS[1]}: dead(unreadable: no title)`, `${ASINS[2]}: rejected(no-data)`]);
    expect([...rig.store.dealRows.keys()]).toEqual([ASINS[0]]);
    expect(rig.eventsOf('items.finished')).toMatchObject([{ stored: 1, dead: 1, rejected: { 'no-data': 1 } }]);
  });

  it('that is unreadable leaves behind which request it was and what its share of it cost', async () => {
    const rig = await committed(itemsOf(3), undefined, undefined, batchOf([ASINS[0]!], [ASINS[1]!]));
    const { callId } = PAID;
    // 7 tokens for three items: 3, 2 and 2.
    const failure = { code: 'UNREADABLE', message: 'no title', request: JSON.stringify(rig.requests[0]), callId, tokens: 2, atMs: rig.nowMs };
    expect(rig.store.items.map(({ failures }) => failures)).toEqual([[], [failure], []]);
  });

  it('of two open versions of one ASIN is bought once, and the deal has the newer row', async () => {
    const versions = [2_000, 1_000].map((lastUpdateMs) => newItemOf({ lastUpdateMs, feed: feedRowOf({ lastUpdateMs }), value: 0 }));
    for (const items of [versions, [...versions].reverse()]) {
      const rig = await committed(items);
      expect(rig.asinsAsked()).toEqual([['1449373321']]);
      expect(rig.store.ends()).toEqual(['1449373321: stored', '1449373321: stored']);
      expect(rig.store.commits[0]!.deals).toMatchObject([{ feed: { lastUpdateMs: 2_000 } }]);
      expect(rig.eventsOf('deal.stored')).toHaveLength(1);
    }
  });

  it('that another process overtook is told as fenced out', async () => {
    const rig = new UnitRig();
    rig.store.add(itemsOf(1), { state: 'accepted' });
    const loaded = await rig.load(new BuyLane('discover', rig.job, rig.parts));
    rig.store.items[0]!.fence += 1;
    await rig.digest(loaded, batchOf([ASINS[0]!]));
    expect(rig.eventsOf('items.finished')).toMatchObject([{ fencedOut: 1, stored: 0 }]);
    expect(rig.eventsOf('deal.stored')).toEqual([]);
  });

  it('tells the deals that it stored, and not those that others were faster with', async () => {
    const rig = new UnitRig();
    rig.store.add(itemsOf(3), { state: 'accepted' });
    const loaded = await rig.load(new BuyLane('discover', rig.job, rig.parts));
    for (const item of rig.store.items.slice(1)) item.fence += 1;
    await rig.digest(loaded, batchOf([ASINS[0]!, ASINS[1]!]));
    expect(rig.eventsOf('items.finished')).toMatchObject([{ stored: 1, rejected: {}, fencedOut: 2 }]);
    expect(rig.eventsOf('deal.stored').map(({ asin }) => asin)).toEqual([ASINS[0]]);
  });
});

describe('A deal that another job bought in the meantime', () => {
  const known = dealOf({ asin: ASINS[0], feed: feedRowOf({ asin: ASINS[0], lastUpdateMs: 1_000 }), firstStoredMs: 1 });
  const knows = ({ store }: UnitRig): void => store.knows(known);

  it('is renewed from the row at 0 tokens, with its sighting, and only the rest is bought', async () => {
    const rig = await committed(itemsOf(2), knows);
    expect(rig.asinsAsked()).toEqual([[ASINS[1]]]);
    expect(rig.store.ends()).toEqual([`${ASINS[0]}: stored`, `${ASINS[1]}: stored`]);
    const { lastUpdateMs, feed } = itemsOf(1)[0]!;
    expect(rig.store.deal(known.asin)).toMatchObject({ feed, product: known.product, firstStoredMs: 1 });
    expect(rig.store.commits[0]!.observations).toMatchObject([{ asin: known.asin, observations: [{ atMs: lastUpdateMs }, { atMs: lastUpdateMs }] }]);
  });

  it('is not counted as stored by this run: nothing was paid', async () => {
    const rig = await committed(itemsOf(1), knows);
    expect(rig.eventsOf('deal.stored')).toEqual([]);
    expect(rig.eventsOf('items.finished')).toMatchObject([{ stored: 1 }]);
  });

  it('is not set back by an item that is no newer than it', async () => {
    const rig = await committed([newItemOf({ asin: ASINS[0], lastUpdateMs: 1_000, value: 0 })], knows);
    expect(rig.store.deal(known.asin)).toBe(known);
    expect(rig.store.ends()).toEqual([`${ASINS[0]}: stored`]);
  });
});
