import { TokenRechargeError } from '@smart-ingestor/contracts';
import { FakeLane } from './testing/fake-lane';
import { type Rig, rigOf, type RigOptions } from './testing/rig';
import { UNREACHABLE } from './testing/scripted-transport';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

function indebted(options: RigOptions = {}): Rig {
  const work = { lanes: [new FakeLane('discover')] };
  return rigOf({ balanceTokens: -100, refillPerMinute: 5, bounds: { forMs: HOUR_MS }, work, ...options });
}

function waitsOf(rig: Rig): (string | null)[] {
  return rig.store.runLog.flatMap(({ wait }) => (wait === undefined ? [] : [wait?.reason ?? null]));
}

describe('A wait', () => {
  it('is a state in the store: who waits, since when, until when and why; and none once something is sent', async () => {
    const rig = indebted();
    const startedMs = rig.clock.nowMs();
    await rig.run();
    const [first, second] = rig.store.runLog.filter(({ wait }) => wait !== undefined);
    expect(first!.wait).toMatchObject({ workClass: 'discover', jobId: 'books', sinceMs: startedMs, reason: 'the balance is not positive' });
    expect(second).toMatchObject({ wait: null, atMs: first!.wait!.untilMs });
  });

  it('is told once, however often the loop wakes meanwhile (law Quiet)', async () => {
    const rig = indebted({ bounds: { forMs: 20 * MINUTE_MS } });
    await rig.run();
    expect(rig.eventsOf('wait.started')).toHaveLength(1);
    expect(waitsOf(rig)).toEqual(['the balance is not positive']);
    expect(rig.store.runLog.filter(({ entry }) => entry.startsWith('beat')).length).toBeGreaterThan(30);
  });

  it('is an event with its end, length and reason', async () => {
    const rig = indebted({ bounds: { forMs: 3 * MINUTE_MS } });
    const atMs = rig.clock.nowMs();
    await rig.run();
    expect(rig.eventsOf('wait.started')).toEqual([
      {
        ...{ type: 'wait.started', accountId: 'acc', atMs, workClass: 'discover' },
        ...{ untilMs: atMs + 3 * MINUTE_MS, waitMs: 3 * MINUTE_MS, reason: 'the balance is not positive' },
      },
    ]);
  });

  it('is not told while requests are in flight: something is being sent', async () => {
    const rig = rigOf({ balanceTokens: 20, refillPerMinute: 5, bounds: { forMs: 20_000 }, work: { lanes: [new FakeLane('discover')] } });
    rig.transport.latencyMs = () => 15_000;
    await rig.run();
    expect(rig.transport.sent).toHaveLength(1);
    expect(rig.eventsOf('wait.started').map(({ atMs }) => atMs)).toEqual([rig.transport.sent[0]!.atMs + 15_000]);
  });

  it('for an indivisible unit says what it saves for, holds the others, and ends when the tokens are there', async () => {
    const list = new FakeLane('adhoc', { pending: 1, request: () => ({ endpoint: 'lightningdeal', domainId: 1 }) });
    const rig = rigOf({
      ...{ balanceTokens: 20, refillPerMinute: 6, bounds: { forMs: 3 * HOUR_MS }, work: { lanes: [list, new FakeLane('seller')] } },
      pace: { weights: { discover: 0.4, refresh: 0.3, seller: 0.1, adhoc: 0.4 } },
    });
    const prices = rig.costModel.estimate.bind(rig.costModel);
    rig.costModel.estimate = (request) =>
      request.endpoint === 'lightningdeal' ? { expectedTokens: 500, worstTokens: 500, smallestUnitWorstTokens: 500 } : prices(request);
    await rig.run();
    const [sent] = rig.transport.sent.filter(({ request }) => request.endpoint === 'lightningdeal');
    const reading = rig.eventsOf('request.settled').find(({ workClass }) => workClass === 'adhoc')!.reading;
    expect(reading.tokensLeft).toBeGreaterThanOrEqual(-180);
    expect(sent!.atMs - rig.transport.tokenReadsAtMs[0]!).toBeGreaterThan(45 * MINUTE_MS);
    const before = rig.transport.sent.filter(({ request, atMs }) => request.endpoint === 'seller' && atMs < sent!.atMs);
    expect(before.length).toBeLessThanOrEqual(1);
  });

  it('is an error of its length where the config says throw, and nothing was sent', async () => {
    const rig = indebted({ onBlocked: 'throw' });
    const startedMs = rig.clock.nowMs();
    const error: unknown = await rig.run().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TokenRechargeError);
    expect((error as TokenRechargeError).untilMs).toBe(startedMs + (error as TokenRechargeError).waitMs);
    expect((error as TokenRechargeError).waitMs).toBeGreaterThan(20 * MINUTE_MS);
    expect(rig.transport.sent).toEqual([]);
    expect(rig.store.runLog.map(({ entry }) => entry)).toEqual(['begin', 'end']);
  });

  it('is no error while a request is in flight, nor where Keepa is out of reach, nor where nothing is queued', async () => {
    const lane = new FakeLane('discover', { pending: 25 });
    const rig = rigOf({ onBlocked: 'throw', balanceTokens: 25, refillPerMinute: 5, bounds: { forMs: 3 * MINUTE_MS }, work: { lanes: [lane] } });
    rig.transport.latencyMs = () => 10_000;
    rig.transport.tokenScript = (nth) => (nth === 1 ? { kind: 'failed', failure: UNREACHABLE.failure } : undefined);
    expect(await rig.run()).toMatchObject({ stopped: 'for' });
    expect(lane.digested).toBe(25);
  });

  it('of the account counts for a 429 in throw mode: tokens are what is missing', async () => {
    const rig = rigOf({ onBlocked: 'throw', work: { lanes: [new FakeLane('discover')] } });
    rig.transport.script = () => ({ kind: 'rate-limited', reading: rig.transport.reading(0) });
    await expect(rig.run()).rejects.toMatchObject({ code: 'TOKEN_RECHARGE', waitMs: 31_000 });
  });

  it('ends at a time that can be written, also where a heartbeat wakes everybody while the loop makes up its mind', async () => {
    const rested = new FakeLane('discover', { pending: 0 });
    const slow = new FakeLane('refresh', { pending: 0 });
    const rig = rigOf({ work: { lanes: [rested, slow] }, bounds: { forMs: 10 * MINUTE_MS } });
    const startedMs = rig.clock.nowMs();
    rested.notBeforeMs = slow.notBeforeMs = startedMs + HOUR_MS;
    const look = slow.look.bind(slow);
    slow.look = async (at) => {
      // Only the first look meets a heartbeat, of which there is one every 30 seconds.
      if (slow.looks.length === 0) await rig.clock.sleep(35_000);
      return look(at);
    };
    await rig.run();
    const endsMs = [...rig.eventsOf('wait.started'), ...rig.store.runLog.flatMap(({ wait }) => wait ?? [])].map(({ untilMs }) => untilMs);
    expect(new Set(endsMs)).toEqual(new Set([startedMs + 10 * MINUTE_MS]));
  });

  it.each([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('until %d is over already: nobody hears of it', async (untilMs) => {
    const rig = indebted();
    await rig.presence.begin(
      () => undefined,
      () => undefined,
    );
    rig.stop.begin(rig.clock.nowMs());
    await rig.waiting.tell({ workClass: null, jobId: null, untilMs, reason: 'as many requests are in flight as the config allows' });
    expect([rig.eventsOf('wait.started'), waitsOf(rig)]).toEqual([[], []]);
    await rig.presence.end();
  });

  it('does not swallow an error of the clock that is not the signal', async () => {
    const rig = indebted();
    const sleep = rig.clock.sleep.bind(rig.clock);
    rig.clock.sleep = (durationMs, signal) => (durationMs > MINUTE_MS ? Promise.reject(new Error('broken clock')) : sleep(durationMs, signal));
    await expect(rig.run()).rejects.toThrow('broken clock');
  });
});

describe('A chore', () => {
  it('runs while requests wait, and knows when a unit last ended', async () => {
    const ran: (number | null)[] = [];
    let dueMs = 0;
    const chore = {
      dueMs: () => dueMs,
      run: async ({ nowMs, progressMs }: { nowMs: number; progressMs: number | null }) => {
        ran.push(progressMs);
        dueMs = nowMs + 5 * MINUTE_MS;
        return [{ type: 'deals.pruned' as const, jobId: 'books', expired: 1, deleted: 0 }];
      },
    };
    const rig = indebted({ work: { lanes: [new FakeLane('discover')], chores: [chore] }, bounds: { forMs: 30 * MINUTE_MS } });
    await rig.run();
    expect(ran.length).toBe(6);
    expect(ran[0]).toBeNull();
    expect(ran.at(-1)).not.toBeNull();
    expect(rig.eventsOf('deals.pruned')).toHaveLength(6);
  });

  it('that is always due does not spin', async () => {
    let runs = 0;
    const chore = { dueMs: () => 0, run: async () => ((runs += 1), []) };
    await indebted({ work: { lanes: [new FakeLane('discover')], chores: [chore] }, bounds: { forMs: MINUTE_MS } }).run();
    expect(runs).toBeLessThanOrEqual(61);
  });
});
