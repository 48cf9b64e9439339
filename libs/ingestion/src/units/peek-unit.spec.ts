import { feedRowOf, newItemOf, productOf } from '@smart-ingestor/conformance';
import type { NewItem } from '@smart-ingestor/contracts';
import { itemsOf, jobOf, type Rig, rigOf } from '../testing/rig';
import { batchOf } from '../testing/scripted-transport';
import { sendUnit, unitsOf } from '../testing/send-unit';

const ASINS = itemsOf(3).map(({ asin }) => asin);

async function peeked(items: readonly NewItem[], prepare: (rig: Rig) => unknown = () => undefined, jobs = [jobOf()]): Promise<Rig> {
  const rig = rigOf({ jobs });
  rig.store.add(items);
  prepare(rig);
  await sendUnit(rig, unitsOf(rig).peek());
  return rig;
}

/** Two deliveries of one ASIN that are open at once. */
function twoVersions(): NewItem[] {
  return [1_000, 2_000].map((lastUpdateMs) => newItemOf({ lastUpdateMs, feed: feedRowOf({ lastUpdateMs }) }));
}

describe('A peek', () => {
  it('asks without offers, so that it costs 1 token an ASIN, and keeps what was bought', async () => {
    const rig = await peeked(itemsOf(3));
    expect(rig.transport.sent.map(({ request }) => request)).toEqual([
      { endpoint: 'product', domainId: 1, asins: ASINS, statsDays: 90, history: false },
    ]);
    expect(rig.store.ends()).toEqual(ASINS.map((asin) => `${asin}: accepted`));
    expect(rig.store.bought).toMatchObject(ASINS.map((asin) => ({ asin, stage: 'peek', product: { asin } })));
  });

  it('rejects what the filter does not want, in its words', async () => {
    const picky = jobOf({
      filter: { ...jobOf().filter, judgePeek: ({ asin }) => (asin === ASINS[1] ? { keep: false, reason: 'rank-above-max' } : { keep: true }) },
    });
    const rig = await peeked(itemsOf(3), undefined, [picky]);
    expect(rig.store.ends()).toEqual([`${ASINS[0]}: accepted`, `${ASINS[1]}: rejected(rank-above-max)`, `${ASINS[2]}: accepted`]);
    expect(rig.eventsOf('items.finished')).toMatchObject([{ accepted: 2, rejected: { 'rank-above-max': 1 }, stored: 0, dead: 0 }]);
  });

  it('without data ends as rejected(no-data), and is remembered as bought', async () => {
    const rig = await peeked(itemsOf(2), ({ transport }) => {
      transport.script = (request) => transport.answer(request, 2, batchOf([ASINS[0]!]));
    });
    expect(rig.store.ends()).toEqual([`${ASINS[0]}: accepted`, `${ASINS[1]}: rejected(no-data)`]);
    expect(rig.store.bought).toMatchObject([{ product: {} }, { asin: ASINS[1], product: null }]);
  });

  it('that cannot be read is dead with the reason, takes no neighbour with it, and is not remembered as bought', async () => {
    const rig = await peeked(itemsOf(2), ({ transport }) => {
      transport.script = (request) => transport.answer(request, 2, batchOf([ASINS[0]!], [ASINS[1]!]));
    });
    expect(rig.store.ends()).toEqual([`${ASINS[0]}: accepted`, `${ASINS[1]}: dead(unreadable: no title)`]);
    expect(rig.store.bought.map(({ asin }) => asin)).toEqual([ASINS[0]]);
  });

  it('of two open versions of one ASIN is bought once and serves both', async () => {
    const rig = await peeked(twoVersions());
    expect(rig.transport.asinsSent()).toEqual([['1449373321']]);
    expect(rig.store.ends()).toEqual(['1449373321: accepted', '1449373321: accepted']);
  });
});

describe('What another job bought', () => {
  const bought = ({ store }: Rig): void => {
    for (const item of itemsOf(2))
      store.bought.push({ ...item, stage: 'peek', product: item.asin === ASINS[0] ? productOf({ asin: item.asin }) : null });
  };

  it('is judged at 0 tokens, data or not, and only the rest is bought', async () => {
    const rig = await peeked(itemsOf(3), bought);
    expect(rig.transport.asinsSent()).toEqual([[ASINS[2]]]);
    expect(rig.store.ends()).toEqual([`${ASINS[0]}: accepted`, `${ASINS[1]}: rejected(no-data)`, `${ASINS[2]}: accepted`]);
    expect(rig.store.commits[0]).not.toHaveProperty('settlement');
  });

  it('is judged by the filter of this job', async () => {
    const none = jobOf({ filter: { ...jobOf().filter, judgePeek: () => ({ keep: false, reason: 'too-heavy' }) } });
    const rig = await peeked(itemsOf(1), bought, [none]);
    expect(rig.transport.sent).toEqual([]);
    expect(rig.store.ends()).toEqual([`${ASINS[0]}: rejected(too-heavy)`]);
  });

  it('of another version of the ASIN counts for nothing', async () => {
    const [item] = itemsOf(1);
    const rig = await peeked([{ ...item!, lastUpdateMs: item!.lastUpdateMs + 1 }], bought);
    expect(rig.transport.asinsSent()).toEqual([[ASINS[0]]]);
  });

  it('answers one of two open versions: the other is bought', async () => {
    const [older, newer] = twoVersions();
    const rig = await peeked([older!, newer!], ({ store }) => store.bought.push({ ...older!, stage: 'peek', product: null }));
    expect(rig.transport.asinsSent()).toEqual([['1449373321']]);
    expect(rig.store.rows).toMatchObject([
      { lastUpdateMs: 1_000, state: 'rejected' },
      { lastUpdateMs: 2_000, state: 'accepted' },
    ]);
  });
});

describe('Items that failed before', () => {
  it('go alone, and the others are handed back free', async () => {
    const rig = await peeked(itemsOf(3), ({ store }) => Object.assign(store.rows[0]!, { attempts: 1 }));
    expect(rig.transport.asinsSent()).toEqual([[ASINS[0]]]);
    expect(rig.store.ends()).toEqual([`${ASINS[0]}: accepted`, `${ASINS[1]}: queued`, `${ASINS[2]}: queued`]);
    expect(rig.store.rows.every(({ heldUntilMs }) => heldUntilMs === 0)).toBe(true);
  });

  it('are left out of a batch that others head', async () => {
    const rig = await peeked(itemsOf(3), ({ store }) => Object.assign(store.rows[1]!, { attempts: 1 }));
    expect(rig.transport.asinsSent()).toEqual([[ASINS[0], ASINS[2]]]);
    expect(rig.store.rows[1]).toMatchObject({ state: 'queued', attempts: 1, heldUntilMs: 0 });
  });

  it('start their next stage with a clean record', async () => {
    const rig = await peeked(itemsOf(1), ({ store }) => Object.assign(store.rows[0]!, { attempts: 3 }));
    expect(rig.store.rows[0]).toMatchObject({ state: 'accepted', attempts: 0 });
  });
});

describe('The lease', () => {
  it('lasts as long as the slowest request, so that a dead process holds its items no longer', async () => {
    const rig = await peeked(itemsOf(1), ({ store, clock }) => {
      const claim = store.claim.bind(store);
      store.claim = (request) => {
        expect(request).toEqual({ jobId: 'books', state: 'queued', limit: 1, owner: 'me', leaseMs: 150_000, nowMs: clock.nowMs() });
        return claim(request);
      };
    });
    expect.assertions(2);
    expect(rig.transport.sent).toHaveLength(1);
  });
});
