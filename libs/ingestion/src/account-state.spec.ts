import { TICK_MS } from '@smart-ingestor/contracts';
import { type Rig, rigOf, type RigOptions } from './testing/rig';
import { failedWith, UNREACHABLE } from './testing/scripted-transport';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

async function openedRig(options: RigOptions = {}): Promise<Rig> {
  const rig = rigOf(options);
  await rig.account.read();
  return rig;
}

/** What a request would be decided on now. */
async function fresh(rig: Rig) {
  const known = await rig.account.known();
  return known === null ? rig.account.read() : rig.account.fresh(known);
}

describe('/token', () => {
  it('is read at the start: an opening balance is never guessed', async () => {
    const rig = rigOf({ balanceTokens: 33, refillPerMinute: 5 });
    expect(await rig.account.known()).toBeNull();
    expect(await rig.account.read()).toMatchObject({ balanceTokens: 33 });
    expect(rig.transport.tokenReadsAtMs).toHaveLength(1);
    expect(rig.account.refillPerMinute).toBe(5);
  });

  it('is not read again while answers are at most ten minutes old', async () => {
    const rig = await openedRig();
    for (let minute = 0; minute < 10; minute += 1) {
      rig.clock.advance(MINUTE_MS);
      await fresh(rig);
    }
    expect(rig.transport.tokenReadsAtMs).toHaveLength(1);
  });

  it('is read once more after ten minutes of silence, in case somebody else spent', async () => {
    const rig = await openedRig({ balanceTokens: 900 });
    rig.clock.advance(10 * MINUTE_MS + 1);
    rig.transport.reading(700);
    expect(await fresh(rig)).toMatchObject({ readingAgeMs: 0 });
    expect(rig.transport.tokenReadsAtMs).toHaveLength(2);
    await fresh(rig);
    expect(rig.transport.tokenReadsAtMs).toHaveLength(2);
  });

  it('is not read because time passes: only a request that is about to be decided needs it', async () => {
    const rig = await openedRig();
    rig.clock.advance(6 * HOUR_MS);
    expect(await rig.account.known()).toMatchObject({ readingAgeMs: 6 * HOUR_MS });
    expect(rig.transport.tokenReadsAtMs).toHaveLength(1);
  });

  it('that fails blocks the account for a back-off, longer each time, and counts only once it answers', async () => {
    const rig = rigOf({ balanceTokens: 12 });
    rig.transport.tokenScript = (nth) => (nth <= 2 ? UNREACHABLE : undefined);
    expect(await rig.account.read()).toBeNull();
    expect(rig.account.block).toMatchObject({ untilMs: rig.time.nowMs() + 500, reason: 'retry 1 of 8 after UNREACHABLE', forTokens: false });
    rig.clock.advance(500);
    expect(rig.account.block).toBeNull();
    expect(await rig.account.read()).toBeNull();
    expect(rig.account.block).toMatchObject({ untilMs: rig.time.nowMs() + 1_000 });
    rig.clock.advance(1_000);
    expect(await rig.account.read()).toMatchObject({ balanceTokens: 12 });
    expect(rig.account.streak.waves).toBe(0);
  });

  it('that is answered by 429 tells the balance all the same', async () => {
    const rig = rigOf({ balanceTokens: -70 });
    rig.transport.tokenScript = () => ({ kind: 'rate-limited', reading: rig.transport.reading(0) });
    expect(await rig.account.read()).toMatchObject({ balanceTokens: -70 });
  });

  it('that nobody answers is given up at the signal', async () => {
    const stopping = new AbortController();
    const rig = rigOf({ signal: stopping.signal });
    rig.transport.tokenScript = (nth) => {
      if (nth === 3) stopping.abort();
      return failedWith();
    };
    expect(await rig.run()).toMatchObject({ stopped: 'signal' });
    expect(rig.transport.tokenReadsAtMs).toHaveLength(3);
  });

  it('is read once when an answer reports another plan, so that a higher rate is confirmed at once', async () => {
    const rig = await openedRig({ refillPerMinute: 5 });
    rig.clock.advance(10 * MINUTE_MS);
    rig.transport.account.setPlan(25);
    rig.account.observe(rig.transport.reading(1));
    expect(await fresh(rig)).toMatchObject({ readingAgeMs: 0 });
    expect(rig.transport.tokenReadsAtMs).toHaveLength(2);
    await fresh(rig);
    expect(rig.transport.tokenReadsAtMs).toHaveLength(2);
  });

  it('is no poll where the reported rate changes with every answer', async () => {
    const rig = await openedRig({ refillPerMinute: 5 });
    for (let minute = 0; minute < 60; minute += 1) {
      rig.clock.advance(MINUTE_MS);
      rig.transport.account.setPlan(5 + (minute % 2));
      const reading = rig.transport.reading(0);
      rig.account.observe(reading);
      await rig.ledger.observe('acc', reading);
      await fresh(rig);
    }
    expect(rig.transport.tokenReadsAtMs.length).toBeLessThanOrEqual(1 + 6);
  });
});

describe('A server clock that is set back', () => {
  it('ends a block: the time that it named is now far away', async () => {
    const rig = await openedRig();
    rig.account.refused({ ...rig.transport.reading(0), tokensLeft: -40 });
    expect(rig.account.block).not.toBeNull();
    const reading = rig.transport.reading(0);
    rig.account.observe({ ...reading, serverEndMs: reading.serverEndMs - 10 * MINUTE_MS });
    expect(rig.account.block).toBeNull();
  });
});

describe('A request with unknown outcome that is in the way', () => {
  const inTheWay = { reservedWorstTokens: 20 };

  async function tokensAt(rig: Rig, aheadMs: number, fields = inTheWay): Promise<number> {
    const state = (await rig.account.known())!;
    return (await rig.account.tokensAt({ ...state, ...fields }, rig.time.nowMs() + aheadMs)) - rig.time.nowMs();
  }

  it('ends the wait with one /token read as soon as it can be resolved', async () => {
    const rig = await openedRig({ balanceTokens: 40, refillPerMinute: 5 });
    rig.ledger.resolvableAtMs = rig.time.nowMs() + 150_001;
    expect(await tokensAt(rig, 6 * HOUR_MS)).toBe(150_001);
    rig.clock.advance(150_000);
    await fresh(rig);
    expect(rig.transport.tokenReadsAtMs).toHaveLength(1);
    rig.clock.advance(1);
    await fresh(rig);
    expect(rig.transport.tokenReadsAtMs).toHaveLength(2);
    expect(rig.ledger.resolvableAtMs).toBeNull();
  });

  it('is resolved at once where that is possible already, but not by a read in every turn', async () => {
    const rig = await openedRig();
    rig.clock.advance(5 * MINUTE_MS);
    rig.ledger.resolvableAtMs = rig.time.nowMs() - 1;
    expect(await tokensAt(rig, HOUR_MS)).toBeLessThanOrEqual(0);
    await fresh(rig);
    expect(rig.transport.tokenReadsAtMs).toHaveLength(2);
    rig.ledger.resolvableAtMs = rig.time.nowMs();
    expect(await tokensAt(rig, HOUR_MS)).toBe(TICK_MS);
  });

  it('is left alone where the refill comes first', async () => {
    const rig = await openedRig();
    rig.ledger.resolvableAtMs = rig.time.nowMs() + 150_001;
    expect(await tokensAt(rig, MINUTE_MS)).toBe(MINUTE_MS);
    rig.clock.advance(5 * MINUTE_MS);
    await fresh(rig);
    expect(rig.transport.tokenReadsAtMs).toHaveLength(1);
  });

  it('is not even asked for where nothing is reserved', async () => {
    const rig = await openedRig();
    rig.ledger.unresolved = () => Promise.reject(new Error('must not be asked'));
    expect(await tokensAt(rig, HOUR_MS, { reservedWorstTokens: 0 })).toBe(HOUR_MS);
  });
});
