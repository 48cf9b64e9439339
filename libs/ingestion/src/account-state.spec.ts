import { type Rig, rigOf, type RigOptions } from './testing/rig';
import { failedWith, UNREACHABLE } from './testing/scripted-transport';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

async function openedRig(options: RigOptions = {}): Promise<Rig> {
  const rig = rigOf(options);
  await rig.account.read();
  return rig;
}

function waitFor(rig: Rig, durationMs: number): Promise<void> {
  return rig.clock.runUntil(rig.account.waitForTokens('peek', rig.time.nowMs() + durationMs, 'debt'), 48 * HOUR_MS);
}

describe('/token', () => {
  it('is read at the start: an opening balance is never guessed', async () => {
    const rig = rigOf({ balanceTokens: 33, refillPerMinute: 5 });
    expect(await rig.account.current()).toMatchObject({ balanceTokens: 33 });
    expect(rig.transport.tokenReadsAtMs).toHaveLength(1);
    expect(rig.account.refillPerMinute).toBe(5);
  });

  it('is not read again while answers are at most ten minutes old', async () => {
    const rig = await openedRig();
    for (let minute = 0; minute < 10; minute += 1) {
      rig.clock.advance(MINUTE_MS);
      await rig.account.current();
    }
    expect(rig.transport.tokenReadsAtMs).toHaveLength(1);
  });

  it('is read once more after ten minutes of silence, in case somebody else spent', async () => {
    const rig = await openedRig({ balanceTokens: 900 });
    rig.clock.advance(10 * MINUTE_MS + 1);
    rig.transport.reading(700);
    const state = await rig.account.current();
    expect(state).toMatchObject({ readingAgeMs: 0 });
    expect(rig.transport.tokenReadsAtMs).toHaveLength(2);
    await rig.account.current();
    expect(rig.transport.tokenReadsAtMs).toHaveLength(2);
  });

  it('is read at most once for a wait of six hours (law Quiet)', async () => {
    const rig = await openedRig({ balanceTokens: -1_500, refillPerMinute: 5 });
    await waitFor(rig, 6 * HOUR_MS);
    await rig.account.current();
    expect(rig.transport.tokenReadsAtMs).toHaveLength(2);
    expect(rig.eventsOf('wait.started')).toHaveLength(1);
  });

  it('that fails is asked again after a back-off, and counts only once it answers', async () => {
    const rig = rigOf({ balanceTokens: 12 });
    rig.transport.tokenScript = (nth) => (nth <= 2 ? UNREACHABLE : undefined);
    const startedMs = rig.clock.nowMs();
    expect(await rig.clock.runUntil(rig.account.current(), HOUR_MS)).toMatchObject({ balanceTokens: 12 });
    expect(rig.transport.tokenReadsAtMs.map((atMs) => atMs - startedMs)).toEqual([0, 500, 1_500]);
  });

  it('that is answered by 429 tells the balance all the same', async () => {
    const rig = rigOf({ balanceTokens: -70 });
    rig.transport.tokenScript = () => ({ kind: 'rate-limited', reading: rig.transport.reading(0) });
    expect(await rig.account.current()).toMatchObject({ balanceTokens: -70 });
  });

  it('that nobody answers is given up at the signal', async () => {
    const stopping = new AbortController();
    const rig = rigOf({ signal: stopping.signal });
    rig.transport.tokenScript = (nth) => {
      if (nth === 3) stopping.abort();
      return failedWith();
    };
    expect(await rig.clock.runUntil(rig.account.current(), HOUR_MS)).toBeNull();
    expect(rig.transport.tokenReadsAtMs).toHaveLength(3);
  });
});

describe('A request with unknown outcome that is in the way', () => {
  it('ends the wait with one /token read as soon as it can be resolved', async () => {
    const rig = await openedRig({ balanceTokens: 40, refillPerMinute: 5 });
    const startedMs = rig.time.nowMs();
    rig.ledger.resolvableAtMs = startedMs + 150_001;
    await waitFor(rig, 6 * HOUR_MS);
    expect(rig.transport.tokenReadsAtMs.map((atMs) => atMs - startedMs)).toEqual([0, 150_001]);
    expect(rig.eventsOf('wait.started')).toMatchObject([{ waitMs: 150_001, reason: expect.stringContaining('unknown outcome') }]);
    expect(rig.ledger.resolvableAtMs).toBeNull();
  });

  it('is resolved at once, without a wait, where that is possible already', async () => {
    const rig = await openedRig({ onBlocked: 'throw' });
    rig.ledger.resolvableAtMs = rig.time.nowMs();
    await waitFor(rig, 6 * HOUR_MS);
    expect(rig.transport.tokenReadsAtMs).toHaveLength(2);
    expect(rig.eventsOf('wait.started')).toEqual([]);
  });

  it('is left alone where the refill comes first: one wait and no read', async () => {
    const rig = await openedRig();
    rig.ledger.resolvableAtMs = rig.time.nowMs() + 150_001;
    await waitFor(rig, MINUTE_MS);
    expect(rig.transport.tokenReadsAtMs).toHaveLength(1);
    expect(rig.eventsOf('wait.started')).toMatchObject([{ waitMs: MINUTE_MS, reason: 'debt' }]);
  });

  it('is told as the time to wait where the config says throw', async () => {
    const rig = await openedRig({ onBlocked: 'throw' });
    rig.ledger.resolvableAtMs = rig.time.nowMs() + 150_001;
    await expect(waitFor(rig, 6 * HOUR_MS)).rejects.toMatchObject({ code: 'TOKEN_RECHARGE', waitMs: 150_001 });
  });
});
