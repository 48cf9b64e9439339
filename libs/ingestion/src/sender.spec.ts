import { dealOf, productOf } from '@smart-ingestor/conformance';
import { InvalidRequestError, TICK_MS } from '@smart-ingestor/contracts';
import { itemsOf, jobOf, type Rig, rigOf, rowsOf } from './testing/rig';
import { batchOf, failedWith, REFUSED_KEY, type Reply, UNREACHABLE } from './testing/scripted-transport';
import { sendUnit, unitsOf } from './testing/send-unit';
import type { Unit } from './units/unit';

const [first, second] = rowsOf(2).map(({ asin }) => asin) as [string, string];

/** Two items that wait for their peek. */
function queuedRig(options: Parameters<typeof rigOf>[0] = {}): Rig {
  const rig = rigOf(options);
  rig.store.add(itemsOf(2));
  return rig;
}

function closingsOf(rig: Rig): string[][] {
  return [...rig.ledger.closings.values()];
}

/** Sends one peek that Keepa answers like that. */
async function peekAnswered(reply: (rig: Rig) => Reply, options: Parameters<typeof rigOf>[0] = {}): Promise<Rig> {
  const rig = queuedRig(options);
  rig.transport.script = () => reply(rig);
  await sendUnit(rig, unitsOf(rig).peek()).catch(() => undefined);
  return rig;
}

describe('An answer', () => {
  it('is one commit: settlement, raw bytes and everything durable together', async () => {
    const rig = queuedRig();
    await sendUnit(rig, unitsOf(rig).peek());
    expect(rig.store.commits).toHaveLength(1);
    expect(rig.store.commits[0]).toMatchObject({
      settlement: { callId: 'call-1', reading: { tokensConsumed: 2 } },
      raw: { endpoint: 'deal', status: 200 },
      owner: 'me',
      transitions: [{ to: 'accepted' }, { to: 'accepted' }],
      purchases: [{ asin: first }, { asin: second }],
    });
    expect(closingsOf(rig)).toEqual([['settled at 2']]);
  });

  it('is told to listeners only after it is durable, the settlement first', async () => {
    const rig = queuedRig();
    rig.store.commit = async () => Promise.reject(new Error('disk full'));
    await expect(sendUnit(rig, unitsOf(rig).peek())).rejects.toThrow('disk full');
    expect(rig.eventsOf('request.settled')).toEqual([]);
    const healthy = queuedRig();
    await sendUnit(healthy, unitsOf(healthy).peek());
    expect(healthy.events.map(({ type }) => type).slice(-2)).toEqual(['request.settled', 'items.finished']);
  });

  it('that we fail to understand keeps its bytes, settles, hands the items back and is an error', async () => {
    const rig = queuedRig();
    const peek = await unitsOf(rig).peek();
    const unit: Unit = {
      ...peek,
      load: async (size, nowMs) => ({ ...(await peek.load(size, nowMs)), digest: () => Promise.reject(new Error('cannot read this')) }),
    };
    await expect(sendUnit(rig, unit)).rejects.toThrow('cannot read this');
    expect(rig.store.commits).toMatchObject([
      { settlement: { callId: 'call-1' }, raw: { status: 200 }, transitions: [{ to: 'queued' }, { to: 'queued' }] },
    ]);
    expect(closingsOf(rig)).toEqual([['settled at 2']]);
    expect((await rig.store.work.queue('books', 'discover', rig.time.nowMs())).queued).toBe(2);
  });

  it('above its bound is an event with the bound that the request went by and what it really cost', async () => {
    const rig = await peekAnswered(({ transport }) => transport.answer(transport.sent[0]!.request, 7));
    expect(rig.eventsOf('cost.bound-exceeded')).toMatchObject([{ shape: 'product', worstTokens: 2, consumedTokens: 7 }]);
    const within = await peekAnswered(({ transport }) => transport.answer(transport.sent[0]!.request, 2));
    expect(within.eventsOf('cost.bound-exceeded')).toEqual([]);
  });
});

describe('429', () => {
  const refused = ({ transport }: Rig): Reply => ({ kind: 'rate-limited', reading: transport.reading(0) });

  it('settles the grant at 0 and hands the items back untouched', async () => {
    const rig = await peekAnswered(refused);
    expect(closingsOf(rig)).toEqual([['settled at 0']]);
    expect(rig.store.rows).toMatchObject([
      { state: 'queued', attempts: 0, heldUntilMs: 0 },
      { state: 'queued', attempts: 0, heldUntilMs: 0 },
    ]);
    expect(rig.eventsOf('request.failed')).toMatchObject([{ code: 'RATE_LIMITED', outcome: 'settled' }]);
  });

  it.each([-40, 250])(
    'at a balance of %d blocks the account until a second after the next refill, and Keepa is not asked for its balance',
    async (balanceTokens) => {
      const rig = await peekAnswered((of) => ({ kind: 'rate-limited', reading: { ...of.transport.reading(0), tokensLeft: balanceTokens } }));
      expect(rig.account.block).toMatchObject({ untilMs: rig.time.nowMs() + 31_000, forTokens: true });
      expect(rig.account.block!.reason).toBe(`Keepa answered 429 at a balance of ${balanceTokens}; waiting for the next refill`);
      expect(rig.transport.tokenReadsAtMs).toHaveLength(1);
    },
  );

  it('for hours (a locked account) is asked for at most once a tick', async () => {
    const rig = queuedRig({ bounds: { forMs: 2 * 3_600_000 } });
    rig.transport.script = () => refused(rig);
    await rig.run();
    const askedAtMs = rig.transport.sent.map(({ atMs }) => atMs);
    expect(askedAtMs.length).toBeGreaterThan(100);
    for (let n = 1; n < askedAtMs.length; n += 1) expect(askedAtMs[n]! - askedAtMs[n - 1]!).toBeGreaterThanOrEqual(31_000);
    expect(askedAtMs.length).toBeLessThanOrEqual(2 + (2 * 3_600_000) / TICK_MS);
  });
});

describe('A failure', () => {
  it('with a reading is settled', async () => {
    const rig = await peekAnswered(({ transport }) => failedWith({ code: 'SERVER_ERROR', status: 500, reading: transport.reading(3) }));
    expect(closingsOf(rig)).toEqual([['settled at 3']]);
    expect(rig.eventsOf('request.failed')).toMatchObject([{ code: 'SERVER_ERROR', outcome: 'settled', tokens: 3 }]);
  });

  it('that cannot have been charged is cancelled', async () => {
    const rig = await peekAnswered(() => UNREACHABLE);
    expect(closingsOf(rig)).toEqual([['cancelled']]);
    expect(rig.eventsOf('request.failed')).toMatchObject([{ outcome: 'cancelled', tokens: 0 }]);
  });

  it('that may have been charged is forfeited', async () => {
    const rig = await peekAnswered(() => failedWith());
    expect(closingsOf(rig)).toEqual([['forfeited']]);
    expect(rig.eventsOf('request.failed')).toMatchObject([{ code: 'TIMED_OUT', outcome: 'forfeited', tokens: 2 }]);
  });

  it('that ends the run closes its grant before it does', async () => {
    const rig = await peekAnswered(() => REFUSED_KEY);
    expect(closingsOf(rig)).toEqual([['cancelled']]);
  });
});

describe('An exception', () => {
  it('of a transport that refuses to send the request cancels the grant', async () => {
    const rig = queuedRig();
    rig.transport.script = () => {
      throw new InvalidRequestError(['asins: 9 characters']);
    };
    await expect(sendUnit(rig, unitsOf(rig).peek())).rejects.toThrow('9 characters');
    expect(closingsOf(rig)).toEqual([['cancelled']]);
  });

  it('of a transport that breaks its promise forfeits the grant: nobody knows what had left', async () => {
    const rig = queuedRig();
    rig.transport.script = () => {
      throw new TypeError('undefined is not a function');
    };
    await expect(sendUnit(rig, unitsOf(rig).peek())).rejects.toThrow(TypeError);
    expect(closingsOf(rig)).toEqual([['forfeited']]);
  });

  it('while the items are taken cancels the grant, and nothing is sent', async () => {
    const rig = queuedRig();
    rig.store.work.claim = () => Promise.reject(new Error('database is locked'));
    await expect(sendUnit(rig, unitsOf(rig).peek())).rejects.toThrow('database is locked');
    expect(closingsOf(rig)).toEqual([['cancelled']]);
    expect(rig.transport.sent).toEqual([]);
  });

  it('while the free part is stored cancels the grant, and nothing is sent', async () => {
    const rig = queuedRig();
    rig.store.bought.push({ ...itemsOf(1)[0]!, stage: 'peek', product: productOf({ asin: first }) });
    rig.store.commit = () => Promise.reject(new Error('disk full'));
    await expect(sendUnit(rig, unitsOf(rig).peek())).rejects.toThrow('disk full');
    expect(closingsOf(rig)).toEqual([['cancelled']]);
    expect(rig.transport.sent).toEqual([]);
  });
});

describe('Nothing to buy', () => {
  it('because another process took the items cancels the grant', async () => {
    const rig = queuedRig();
    const unit = await unitsOf(rig).peek();
    rig.store.rows.forEach((row) => Object.assign(row, { heldUntilMs: Number.MAX_SAFE_INTEGER }));
    await sendUnit(rig, unit);
    expect(closingsOf(rig)).toEqual([['cancelled']]);
    expect(rig.transport.sent).toEqual([]);
    expect(rig.store.commits).toEqual([]);
  });

  it('because all of it was bought before cancels the grant and commits the free part', async () => {
    const rig = rigOf();
    rig.store.add(itemsOf(2), { state: 'accepted' });
    for (const asin of [first, second]) rig.store.dealRows.set(asin, dealOf({ asin }));
    await sendUnit(rig, unitsOf(rig).commit());
    expect(closingsOf(rig)).toEqual([['cancelled']]);
    expect(rig.transport.sent).toEqual([]);
    expect(rig.store.ends()).toEqual([`${first}: stored`, `${second}: stored`]);
    expect(rig.store.commits).toHaveLength(1);
    expect(rig.store.commits[0]).not.toHaveProperty('settlement');
  });
});

describe('A filter that throws', () => {
  const broken = jobOf({
    filter: {
      ...jobOf().filter,
      judgePeek: () => {
        throw new Error('a bug in the filter');
      },
    },
  });

  it('rejects the item as filter-failed and keeps what was paid for', async () => {
    const rig = queuedRig({ jobs: [broken] });
    rig.transport.script = (request) => rig.transport.answer(request, 2, batchOf([first, second]));
    await sendUnit(rig, unitsOf(rig).peek());
    expect(rig.store.ends()).toEqual([`${first}: rejected(filter-failed)`, `${second}: rejected(filter-failed)`]);
    expect(rig.store.bought).toHaveLength(2);
    expect(closingsOf(rig)).toEqual([['settled at 2']]);
  });

  it('on a row of the feed loses neither the row nor its page', async () => {
    const throws = (): never => {
      throw new Error('a bug in the filter');
    };
    const rig = rigOf({ jobs: [jobOf({ filter: { ...jobOf().filter, judgeRow: throws } })] });
    rig.transport.pages = [rowsOf(2)];
    await sendUnit(rig, unitsOf(rig).scan());
    expect(rig.store.ends()).toEqual([`${first}: rejected(filter-failed)`, `${second}: rejected(filter-failed)`]);
    expect(rig.store.cursors.get('books')).toMatchObject({ pagesPerPass: 1 });
  });
});
