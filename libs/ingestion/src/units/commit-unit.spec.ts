import { dealOf, feedRowOf, newItemOf, productOf } from '@smart-ingestor/conformance';
import type { NewItem } from '@smart-ingestor/contracts';
import { itemsOf, jobOf, type Rig, rigOf } from '../testing/rig';
import { batchOf } from '../testing/scripted-transport';
import { sendUnit, unitsOf } from '../testing/send-unit';

const ASINS = itemsOf(3).map(({ asin }) => asin);

async function committed(items: readonly NewItem[], prepare: (rig: Rig) => void = () => undefined, jobs = [jobOf()]): Promise<Rig> {
  const rig = rigOf({ jobs });
  rig.store.add(items, { state: 'accepted' });
  prepare(rig);
  await sendUnit(rig, unitsOf(rig).commit());
  return rig;
}

describe('A commit', () => {
  it('asks as the job is configured, options that cost extra only where they are wanted', async () => {
    const base = { endpoint: 'product', domainId: 1, asins: ASINS, statsDays: 90, history: true, historyDays: 90, offers: 20 };
    expect((await committed(itemsOf(3))).transport.sent[0]!.request).toEqual(base);
    const everything = jobOf({ commit: { ...jobOf().commit, stock: true, rating: true } });
    expect((await committed(itemsOf(3), undefined, [everything])).transport.sent[0]!.request).toEqual({ ...base, stock: true, rating: true });
  });

  it('stores row and product as one deal, with its history, and tells of each', async () => {
    const [item] = itemsOf(1);
    const product = productOf({ asin: item!.asin, history: [{ priceType: 2, atMs: 7, value: 1_500 }] });
    const rig = await committed([item!], ({ transport }) => {
      transport.script = (request) => transport.answer(request, 12, { products: [product], problems: [] });
    });
    const atMs = rig.time.nowMs();
    expect(rig.store.deals.get(item!.asin)).toMatchObject({ feed: item!.feed, product, rejectedReason: null, firstStoredMs: atMs, lastSeenMs: atMs });
    expect(rig.store.commits[0]!.observations).toEqual([{ domainId: 1, asin: item!.asin, observations: product.history }]);
    expect(rig.store.ends()).toEqual([`${item!.asin}: stored`]);
    expect(rig.eventsOf('deal.stored')).toMatchObject([{ asin: item!.asin, title: item!.feed.title }]);
  });

  it('without data ends as rejected(no-data), an unreadable product as dead, and their neighbour is stored', async () => {
    const rig = await committed(itemsOf(3), ({ transport }) => {
      transport.script = (request) => transport.answer(request, 12, batchOf([ASINS[0]!], [ASINS[1]!]));
    });
    expect(rig.store.ends()).toEqual([`${ASINS[0]}: stored`, `${ASINS[1]}: dead(unreadable: no title)`, `${ASINS[2]}: rejected(no-data)`]);
    expect([...rig.store.deals.keys()]).toEqual([ASINS[0]]);
    expect(rig.eventsOf('items.finished')).toMatchObject([{ stored: 1, dead: 1, rejected: { 'no-data': 1 } }]);
  });

  it('of two open versions of one ASIN is bought once, and the deal has the newer row', async () => {
    const versions = [2_000, 1_000].map((lastUpdateMs) => newItemOf({ lastUpdateMs, feed: feedRowOf({ lastUpdateMs }) }));
    for (const items of [versions, [...versions].reverse()]) {
      const rig = await committed(items);
      expect(rig.transport.asinsSent()).toEqual([['1449373321']]);
      expect(rig.store.ends()).toEqual(['1449373321: stored', '1449373321: stored']);
      expect(rig.store.commits[0]!.deals).toMatchObject([{ feed: { lastUpdateMs: 2_000 } }]);
      expect(rig.eventsOf('deal.stored')).toHaveLength(1);
    }
  });

  it('that another process overtook is told as fenced out', async () => {
    const rig = await committed(itemsOf(1), ({ transport, store }) => {
      transport.script = () => void (store.rows[0]!.fence += 1);
    });
    expect(rig.eventsOf('items.finished')).toMatchObject([{ fencedOut: 1 }]);
  });
});

describe('A deal that another job bought in the meantime', () => {
  const known = dealOf({ asin: ASINS[0], feed: feedRowOf({ asin: ASINS[0], lastUpdateMs: 1_000 }), firstStoredMs: 1 });
  const knows = ({ store }: Rig): void => void store.deals.set(known.asin, known);

  it('is renewed from the row at 0 tokens, with its sighting, and only the rest is bought', async () => {
    const rig = await committed(itemsOf(2), knows);
    expect(rig.transport.asinsSent()).toEqual([[ASINS[1]]]);
    expect(rig.store.ends()).toEqual([`${ASINS[0]}: stored`, `${ASINS[1]}: stored`]);
    const { lastUpdateMs, feed } = itemsOf(1)[0]!;
    expect(rig.store.deals.get(known.asin)).toMatchObject({ feed, product: known.product, firstStoredMs: 1 });
    expect(rig.store.commits[0]!.observations).toMatchObject([{ asin: known.asin, observations: [{ atMs: lastUpdateMs }, { atMs: lastUpdateMs }] }]);
  });

  it('is not counted as stored by this run: nothing was paid', async () => {
    const rig = await committed(itemsOf(1), knows);
    expect(rig.eventsOf('deal.stored')).toEqual([]);
    expect(rig.eventsOf('items.finished')).toMatchObject([{ stored: 1 }]);
  });

  it('is not set back by an item that is no newer than it', async () => {
    const rig = await committed([newItemOf({ asin: ASINS[0], lastUpdateMs: 1_000 })], knows);
    expect(rig.store.deals.get(known.asin)).toBe(known);
    expect(rig.store.ends()).toEqual([`${ASINS[0]}: stored`]);
  });
});
