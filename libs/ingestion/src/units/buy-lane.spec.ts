import { feedRowOf, newItemOf } from '@smart-ingestor/conformance';
import { batchOf } from '../testing/scripted-transport';
import { failedWith, NOW_MS, plainItems, plainJob, plainRows, REJECTED, UnitRig, type UnitRigOptions } from '../testing/unit-rig';
import { BuyLane } from './buy-lane';
import type { LoadedUnit } from './unit';

const ASINS = plainItems(4).map(({ asin }) => asin);

function laneOf(options: UnitRigOptions = {}): { rig: UnitRig; lane: BuyLane } {
  const rig = new UnitRig(options);
  return { rig, lane: new BuyLane('discover', rig.job, rig.parts) };
}

function rigAsins({ request }: LoadedUnit): readonly string[] {
  return request?.endpoint === 'product' ? (request.asins ?? []) : [];
}

describe('The lane of finds', () => {
  it('finishes what was begun first: an accepted item goes before queued ones, whatever they are worth', async () => {
    const { rig, lane } = laneOf();
    rig.store.add(plainItems(2));
    rig.store.add([newItemOf({ asin: 'BEGUN', value: -5 })], { state: 'accepted' });
    expect((await rig.unit(lane)).stage).toBe('commit');
    await rig.load(lane);
    expect(rig.asinsAsked()).toEqual([['BEGUN']]);
    expect((await rig.unit(lane)).stage).toBe('peek');
  });

  it('keeps to its class: what a person asked for is another lane', async () => {
    const { rig, lane } = laneOf();
    rig.store.add([{ ...plainItems(1)[0]!, workClass: 'adhoc' }]);
    expect(await lane.look(rig.at)).toBe(Number.POSITIVE_INFINITY);
    const unit = await rig.unit(new BuyLane('adhoc', rig.job, rig.parts));
    expect(unit).toMatchObject({ workClass: 'adhoc', stage: 'peek', pending: 1 });
  });

  it('tells when a held item becomes free', async () => {
    const { rig, lane } = laneOf();
    rig.store.add(plainItems(1), { heldUntilMs: NOW_MS + 7_000 });
    expect(await lane.look(rig.at)).toBe(NOW_MS + 7_000);
  });
});

describe('What an item is worth', () => {
  const byDrop = { name: 'drop', valueOf: ({ drop90Percent }: { drop90Percent: number | null }) => drop90Percent ?? 0 };

  it('decides who is bought first, after the peek by what the peek told', async () => {
    const worth = { name: 'fees', valueOf: (_row: unknown, product: { monthlySold: number | null } | null) => product?.monthlySold ?? 0 };
    const { rig, lane } = laneOf({ dealValue: worth });
    rig.store.add(plainItems(2));
    const batch = batchOf(ASINS.slice(0, 2));
    const products = batch.products.map((product, n) => ({ ...product, monthlySold: n }));
    await rig.answer(lane, { products, problems: [] });
    expect(rig.store.items.map(({ value }) => value)).toEqual([0, 1]);
    await rig.load(lane, 1);
    expect(rig.asinsAsked()[1]).toEqual([ASINS[1]]);
  });

  it.each([
    [
      'throws',
      {
        name: 'bad',
        valueOf: () => {
          throw new Error('no');
        },
      },
    ],
    ['is no number', { name: 'bad', valueOf: () => Number.NaN }],
    ['is infinite', { name: 'bad', valueOf: () => Number.POSITIVE_INFINITY }],
  ])('that %s counts as 0 and loses nothing that was paid for', async (_how, dealValue) => {
    const { rig, lane } = laneOf({ dealValue });
    rig.store.add(plainItems(1));
    await rig.answer(lane, batchOf([ASINS[0]!]));
    expect(rig.store.items).toMatchObject([{ state: 'accepted', value: 0 }]);
  });

  it('is asked of the tier in force', async () => {
    const { rig, lane } = laneOf();
    const asked: number[] = [];
    Object.assign(rig.parts, { tiers: { select: (rate: number) => ({ dealValue: (asked.push(rate), byDrop) }) } });
    rig.store.add(plainItems(1));
    await rig.unit(lane, { refillPerMinute: 42 });
    expect(asked).toEqual([42]);
  });
});

describe('A failed request', () => {
  it("that never was charged and is nobody's fault, or that was refused with 429, hands its items back untouched", async () => {
    for (const failure of [null, { code: 'UNREACHABLE', charge: 'nothing' } as const]) {
      const { rig, lane } = laneOf();
      rig.store.add(plainItems(2), { attempts: 0 });
      await rig.fail(lane, failure);
      expect(rig.store.items).toMatchObject([{ state: 'queued', attempts: 0, heldUntilMs: 0, failures: [] }, { state: 'queued' }]);
    }
  });

  it('keeps with each item the request, its share of the cost and the words of the server', async () => {
    const { rig, lane } = laneOf();
    rig.store.add(plainItems(3));
    await rig.fail(lane, {}, { tokens: 7, callId: 'call-9' });
    const failures = rig.store.items.flatMap((item) => item.failures);
    expect(failures.map(({ tokens }) => tokens)).toEqual([3, 2, 2]);
    expect(failures[0]).toMatchObject({ code: 'TIMED_OUT', message: 'no answer in 120 s', callId: 'call-9', atMs: NOW_MS });
    expect(JSON.parse(failures[0]!.request)).toEqual(rig.requests[0]);
  });

  it('lets each item come back at its own time, and alone', async () => {
    const { rig, lane } = laneOf();
    rig.store.add(plainItems(3));
    await rig.fail(lane);
    const delays = rig.store.items.map(({ heldUntilMs }) => heldUntilMs - NOW_MS);
    expect(new Set(delays).size).toBe(3);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(1_000);
    rig.nowMs += 60_000;
    await rig.load(lane);
    expect(rig.asinsAsked()[1]).toHaveLength(1);
    expect((await rig.unit(lane)).pending).toBe(2);
  });

  it('isolates a poison item: its neighbours are bought, and it is dead with reason, request and tokens', async () => {
    const { rig, lane } = laneOf();
    const poison = ASINS[1]!;
    rig.store.add(plainItems(4), { state: 'accepted' });
    for (let round = 0; round < 20 && rig.store.items.some(({ state }) => state === 'accepted'); round += 1) {
      const unit = await lane.look(rig.at);
      if (typeof unit !== 'number') {
        const loaded = await unit.load(100, rig.nowMs);
        const asins = rigAsins(loaded);
        if (!asins.includes(poison)) await rig.digest(loaded, batchOf(asins));
        else await rig.store.commit({ ...loaded.giveBack(failedWith(REJECTED, { tokens: 1 }), rig.nowMs), nowMs: rig.nowMs });
      }
      rig.nowMs += 5_000;
    }
    expect(rig.store.ends()).toEqual(ASINS.map((asin) => (asin === poison ? `${asin}: dead(REQUEST_REJECTED: bad asin)` : `${asin}: stored`)));
    expect(rig.store.items.find(({ asin }) => asin === poison)!.failures.map(({ tokens }) => tokens)).toEqual([0, 1]);
  });
});

describe('Two jobs that want the same product', () => {
  it('pay for "no data" once: the second commit reads it from the purchases', async () => {
    const { rig, lane } = laneOf();
    rig.store.add(plainItems(1), { state: 'accepted' });
    await rig.answer(lane, batchOf([]));
    expect(rig.store.ends()).toEqual([`${ASINS[0]}: rejected(no-data)`]);
    const again = new UnitRig();
    again.store.bought.push(...rig.store.bought);
    again.store.add(plainItems(1), { state: 'accepted' });
    const loaded = await again.load(new BuyLane('discover', again.job, again.parts));
    expect(loaded.request).toBeNull();
    expect(again.store.ends()).toEqual([`${ASINS[0]}: rejected(no-data)`]);
  });
});

describe('The sellers of a bought deal', () => {
  const offer = (sellerId: string) => ({ sellerId });
  const offers = { live: [offer('S1'), offer('S2'), offer('S1')] };
  const batch = () => ({ products: batchOf([ASINS[0]!]).products.map((product) => ({ ...product, offers: offers as never })), problems: [] });

  it('are remembered where the job looks sellers up, each once', async () => {
    const { rig, lane } = laneOf({ job: plainJob({ sellers: { withinMs: 1 } }) });
    rig.store.add(plainItems(1), { state: 'accepted' });
    await rig.answer(lane, batch());
    expect(rig.store.commits.at(-1)!.sellersSeen).toEqual([{ domainId: 1, sellerIds: ['S1', 'S2'] }]);
  });

  it("are nobody's business where it does not", async () => {
    const { rig, lane } = laneOf();
    rig.store.add(plainItems(1), { state: 'accepted' });
    await rig.answer(lane, batch());
    expect(rig.store.commits.at(-1)!.sellersSeen).toEqual([]);
  });
});

it('A deal belongs to the job that bought it', async () => {
  const { rig, lane } = laneOf();
  const [feed] = plainRows(1);
  rig.store.add([newItemOf({ asin: feed!.asin, lastUpdateMs: feed!.lastUpdateMs, feed: feedRowOf(feed) })], { state: 'accepted' });
  await rig.answer(lane, batchOf([feed!.asin]));
  expect(rig.store.deal(feed!.asin)).toMatchObject({ jobId: 'books', firstStoredMs: NOW_MS });
});
