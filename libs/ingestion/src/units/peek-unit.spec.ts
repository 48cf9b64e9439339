import { feedRowOf, newItemOf, productOf } from '@smart-ingestor/conformance';
import { LEASE_MS, type NewItem, type ProductBatch } from '@smart-ingestor/contracts';
import { batchOf } from '../testing/scripted-transport';
import { PAID, plainItems, plainJob, UnitRig } from '../testing/unit-rig';
import { BuyLane } from './buy-lane';

const ASINS = plainItems(3).map(({ asin }) => asin);

async function peeked(
  items: readonly NewItem[],
  prepare: (rig: UnitRig) => unknown = () => undefined,
  job = plainJob(),
  answer?: ProductBatch,
): Promise<UnitRig> {
  const rig = new UnitRig({ job });
  rig.store.add(items);
  prepare(rig);
  const loaded = await rig.load(new BuyLane('discover', rig.job, rig.parts));
  if (loaded.request !== null) await rig.digest(loaded, answer ?? batchOf(rig.asinsAsked().at(-1)!));
  return rig;
}

/** Two deliveries of one ASIN that are open at once. */
function twoVersions(): NewItem[] {
  return [1_000, 2_000].map((lastUpdateMs) => newItemOf({ lastUpdateMs, feed: feedRowOf({ lastUpdateMs }), value: 0 }));
}

describe('A peek', () => {
  it('asks without offers, so that it costs 1 token an ASIN, and keeps what was bought', async () => {
    const rig = await peeked(plainItems(3));
    expect(rig.requests).toEqual([{ endpoint: 'product', domainId: 1, asins: ASINS, statsDays: 90, history: false }]);
    expect(rig.store.ends()).toEqual(ASINS.map((asin) => `${asin}: accepted`));
    expect(rig.store.bought).toMatchObject(ASINS.map((asin) => ({ asin, stage: 'peek', product: { asin } })));
  });

  it('rejects what the filter does not want, in its words', async () => {
    const picky = plainJob({
      filter: { ...plainJob().filter, judgePeek: ({ asin }) => (asin === ASINS[1] ? { keep: false, reason: 'rank-above-max' } : { keep: true }) },
    });
    const rig = await peeked(plainItems(3), undefined, picky);
    expect(rig.store.ends()).toEqual([`${ASINS[0]}: accepted`, `${ASINS[1]}: rejected(rank-above-max)`, `${ASINS[2]}: accepted`]);
    expect(rig.eventsOf('items.finished')).toMatchObject([{ accepted: 2, rejected: { 'rank-above-max': 1 }, stored: 0, dead: 0 }]);
  });

  it('without data ends as rejected(no-data), and is remembered as bought', async () => {
    const rig = await peeked(plainItems(2), undefined, undefined, batchOf([ASINS[0]!]));
    expect(rig.store.ends()).toEqual([`${ASINS[0]}: accepted`, `${ASINS[1]}: rejected(no-data)`]);
    expect(rig.store.bought).toMatchObject([{ product: {} }, { asin: ASINS[1], product: null }]);
  });

  it('that cannot be read is dead with the reason, takes no neighbour with it, and is not remembered as bought', async () => {
    const rig = await peeked(plainItems(2), undefined, undefined, batchOf([ASINS[0]!], [ASINS[1]!]));
    expect(rig.store.ends()).toEqual([`${ASINS[0]}: accepted`, `${ASINS[1]}: dead(unreadable: no title)`]);
    expect(rig.store.bought.map(({ asin }) => asin)).toEqual([ASINS[0]]);
    const failure = {
      code: 'UNREADABLE',
      message: 'no title',
      request: JSON.stringify(rig.requests[0]),
      callId: PAID.callId,
      tokens: 3,
      atMs: rig.nowMs,
    };
    expect(rig.store.items.map(({ failures }) => failures)).toEqual([[], [failure]]);
  });

  it('of two open versions of one ASIN is bought once and serves both', async () => {
    const rig = await peeked(twoVersions());
    expect(rig.asinsAsked()).toEqual([['1449373321']]);
    expect(rig.store.ends()).toEqual(['1449373321: accepted', '1449373321: accepted']);
  });
});

it('A peek that another process overtook is told as nothing but fenced out', async () => {
  const rig = new UnitRig();
  rig.store.add(plainItems(2));
  const loaded = await rig.load(new BuyLane('discover', rig.job, rig.parts));
  rig.store.items[0]!.fence += 1;
  await rig.digest(loaded, batchOf(ASINS));
  expect(rig.eventsOf('items.finished')).toMatchObject([{ accepted: 1, fencedOut: 1 }]);
});

describe('What another job bought', () => {
  const bought = ({ store }: UnitRig): void => {
    for (const item of plainItems(2))
      store.bought.push({ ...item, stage: 'peek', product: item.asin === ASINS[0] ? productOf({ asin: item.asin }) : null });
  };

  it('is judged at 0 tokens, data or not, and only the rest is bought', async () => {
    const rig = await peeked(plainItems(3), bought);
    expect(rig.asinsAsked()).toEqual([[ASINS[2]]]);
    expect(rig.store.ends()).toEqual([`${ASINS[0]}: accepted`, `${ASINS[1]}: rejected(no-data)`, `${ASINS[2]}: accepted`]);
    expect(rig.store.commits[0]).not.toHaveProperty('settlement');
  });

  it('is judged by the filter of this job', async () => {
    const none = plainJob({ filter: { ...plainJob().filter, judgePeek: () => ({ keep: false, reason: 'too-heavy' }) } });
    const rig = await peeked(plainItems(1), bought, none);
    expect(rig.requests).toEqual([]);
    expect(rig.store.ends()).toEqual([`${ASINS[0]}: rejected(too-heavy)`]);
  });

  it('of another version of the ASIN counts for nothing', async () => {
    const [item] = plainItems(1);
    const rig = await peeked([{ ...item!, lastUpdateMs: item!.lastUpdateMs + 1 }], bought);
    expect(rig.asinsAsked()).toEqual([[ASINS[0]]]);
  });

  it('answers one of two open versions: the other is bought', async () => {
    const [older, newer] = twoVersions();
    const rig = await peeked([older!, newer!], ({ store }) => store.bought.push({ ...older!, stage: 'peek', product: null }));
    expect(rig.asinsAsked()).toEqual([['1449373321']]);
    expect(rig.store.items).toMatchObject([
      { lastUpdateMs: 1_000, state: 'rejected' },
      { lastUpdateMs: 2_000, state: 'accepted' },
    ]);
  });
});

describe('Items that failed before', () => {
  it('go alone, and the others are handed back free', async () => {
    const rig = await peeked(plainItems(3), ({ store }) => Object.assign(store.items[0]!, { attempts: 1 }));
    expect(rig.asinsAsked()).toEqual([[ASINS[0]]]);
    expect(rig.store.ends()).toEqual([`${ASINS[0]}: accepted`, `${ASINS[1]}: queued`, `${ASINS[2]}: queued`]);
    expect(rig.store.items.every(({ heldUntilMs }) => heldUntilMs === 0)).toBe(true);
  });

  it('are left out of a batch that others head', async () => {
    const rig = await peeked(plainItems(3), ({ store }) => Object.assign(store.items[1]!, { attempts: 1 }));
    expect(rig.asinsAsked()).toEqual([[ASINS[0], ASINS[2]]]);
    expect(rig.store.items[1]).toMatchObject({ state: 'queued', attempts: 1, heldUntilMs: 0 });
  });

  it('start their next stage with a clean record', async () => {
    const rig = await peeked(plainItems(1), ({ store }) => Object.assign(store.items[0]!, { attempts: 3 }));
    expect(rig.store.items[0]).toMatchObject({ state: 'accepted', attempts: 0 });
  });
});

it('The lease is the one that heartbeats renew', async () => {
  const rig = new UnitRig();
  rig.store.add(plainItems(1));
  await rig.load(new BuyLane('discover', rig.job, rig.parts));
  expect(rig.store.items[0]!.heldUntilMs).toBe(rig.nowMs + LEASE_MS);
});
