import { KeepaUnreachableError, TICK_MS } from '@smart-ingestor/contracts';
import { FakeLane } from './testing/fake-lane';
import { type Rig, rigOf, type RigOptions } from './testing/rig';
import { failedWith, UNREACHABLE } from './testing/scripted-transport';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A run on these lanes whose requests take 10 s each. */
function busyRig(lanes: FakeLane[], options: RigOptions = {}): Rig {
  const rig = rigOf({ bounds: { forMs: 10 * MINUTE_MS }, ...options, work: { lanes } });
  rig.transport.latencyMs = () => 10_000;
  return rig;
}

function closedOnce(rig: Rig): boolean {
  return [...rig.ledger.closings.values()].every((how) => how.length === 1);
}

describe('Requests in flight', () => {
  it('are as many as tokens allow, each counted at its worst case', async () => {
    const rig = busyRig([new FakeLane('discover')], { balanceTokens: 10_000, refillPerMinute: 1_000 });
    const reserve = rig.ledger.reserve.bind(rig.ledger);
    let most = 0;
    rig.ledger.reserve = async (request) => {
      const result = await reserve(request);
      most = Math.max(most, rig.ledger.openTokens);
      return result;
    };
    const { tokensSpent } = await rig.run();
    expect(rig.transport.mostInFlight).toBe(32);
    expect(most).toBe(32 * 50);
    expect(tokensSpent).toBeGreaterThan(0.95 * (10_000 + 9 * 1_000));
  });

  it.each([1, 3])('are at most %d where the config says so', async (maxRequestsInFlight) => {
    const rig = busyRig([new FakeLane('discover')], { pace: { maxRequestsInFlight } });
    await rig.run();
    expect(rig.transport.mostInFlight).toBe(maxRequestsInFlight);
  });

  it('never borrow together: only a lone request takes the balance below 0, and no charge goes below the floor', async () => {
    const rig = busyRig([new FakeLane('discover', { stage: 'commit' }), new FakeLane('refresh')], {
      ...{ balanceTokens: 700, refillPerMinute: 60, bounds: { forMs: 2 * HOUR_MS } },
    });
    const reserve = rig.ledger.reserve.bind(rig.ledger);
    let borrowed = 0;
    rig.ledger.reserve = async (request) => {
      const before = (await rig.ledger.state('acc', request.nowMs))!;
      const result = await reserve(request);
      if (result.kind !== 'granted') return result;
      const left = before.balanceTokens - before.reservedWorstTokens - request.cost.worstTokens;
      if (left < 0) {
        borrowed += 1;
        expect(before.reservedWorstTokens).toBe(0);
      }
      expect(left).toBeGreaterThanOrEqual(-180);
      return result;
    };
    const { lowestBalanceTokens } = await rig.run();
    expect(borrowed).toBeGreaterThan(20);
    expect(rig.transport.mostInFlight).toBeGreaterThan(1);
    expect(lowestBalanceTokens).toBeGreaterThanOrEqual(-180);
    expect(closedOnce(rig)).toBe(true);
  });

  it('are not cut small to fit beside each other: every unit but a lone one has its planned size', async () => {
    const rig = busyRig([new FakeLane('discover', { stage: 'commit' })], {
      ...{ balanceTokens: 900, refillPerMinute: 60, bounds: { forMs: HOUR_MS } },
    });
    const reserve = rig.ledger.reserve.bind(rig.ledger);
    const items: Record<'alone' | 'beside', number[]> = { alone: [], beside: [] };
    rig.ledger.reserve = async (request) => {
      const { reservedWorstTokens } = (await rig.ledger.state('acc', request.nowMs))!;
      const result = await reserve(request);
      if (result.kind === 'granted') items[reservedWorstTokens > 0 ? 'beside' : 'alone'].push(request.purpose.items);
      return result;
    };
    await rig.run();
    // 5 min of 60 a minute are 23 commits of 13.
    expect(new Set(items.beside)).toEqual(new Set([23]));
    expect(items.alone.filter((size) => size < 23).length).toBeGreaterThan(5);
  });

  it('let the next one go as soon as an answer makes room, not only at the next refill', async () => {
    const lane = new FakeLane('discover', { stage: 'commit' });
    const rig = busyRig([lane], { balanceTokens: 400, refillPerMinute: 20, bounds: { forMs: 25_000 } });
    const startedMs = rig.clock.nowMs();
    rig.transport.script = (request) => rig.transport.answer(request, 7);
    await rig.run();
    // 4 × 91 at worst fit into 400; once they cost 7 each the next go at 10 s, long before the refill at 31 s.
    expect(rig.transport.sent.slice(0, 8).map(({ atMs }) => atMs - startedMs)).toEqual([0, 0, 0, 0, 10_000, 10_000, 10_000, 10_000]);
  });

  it('are all answered and settled before the run ends, whatever ends it', async () => {
    const stopping = new AbortController();
    const rig = busyRig([new FakeLane('discover')], { bounds: {}, signal: stopping.signal });
    void rig.clock.sleep(15_000).then(() => stopping.abort());
    const startedMs = rig.clock.nowMs();
    const { stopped, requests } = await rig.run();
    expect([stopped, requests, rig.clock.nowMs() - startedMs]).toEqual(['signal', 64, 20_000]);
    expect(rig.transport.sent).toHaveLength(64);
    expect(rig.transport.inFlight).toBe(0);
    expect(closedOnce(rig)).toBe(true);
  });
});

describe('An error of one of several in flight', () => {
  it('stops new launches, lets the others end and be settled, and is thrown then', async () => {
    const lane = new FakeLane('discover');
    const rig = busyRig([lane], { pace: { maxRequestsInFlight: 5 } });
    rig.transport.latencyMs = (_request, nth) => nth * 1_000;
    let nth = 0;
    lane.digest = async () => {
      nth += 1;
      if (nth === 2) throw new Error('cannot read this');
    };
    await expect(rig.run()).rejects.toThrow('cannot read this');
    // The first answer let a sixth go; the second one failed.
    expect(rig.transport.sent).toHaveLength(6);
    expect(lane.digested).toBe(5 * 50);
    expect(closedOnce(rig)).toBe(true);
    expect(rig.store.runLog.at(-1)!.entry).toBe('end');
  });

  it('that comes second does not hide the first', async () => {
    const lane = new FakeLane('discover');
    const rig = busyRig([lane], { pace: { maxRequestsInFlight: 2 } });
    let nth = 0;
    lane.digest = async () => {
      nth += 1;
      throw new Error(`answer ${nth}`);
    };
    await expect(rig.run()).rejects.toThrow('answer 1');
    expect(closedOnce(rig)).toBe(true);
  });
});

describe('An outage that takes down many requests at once', () => {
  it('is one failure to the back-off and the retry limit, and many to the items', async () => {
    const lane = new FakeLane('discover');
    const rig = busyRig([lane], { retryLimit: 2, pace: { maxRequestsInFlight: 8 }, bounds: { forMs: MINUTE_MS } });
    rig.transport.script = (_request, nth) => (nth <= 8 ? failedWith() : undefined);
    await expect(rig.run()).resolves.toMatchObject({ stopped: 'for' });
    expect(rig.eventsOf('wait.started').map(({ reason }) => reason)).toEqual(['retry 1 of 2 after TIMED_OUT']);
    expect(lane.givenBack.map((failure) => failure!.failuresInARow)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('ends the run after as many waves as the retry limit allows', async () => {
    const rig = busyRig([new FakeLane('discover')], { retryLimit: 2, pace: { maxRequestsInFlight: 4 } });
    rig.transport.script = () => UNREACHABLE;
    await expect(rig.run()).rejects.toThrow(KeepaUnreachableError);
    expect(rig.transport.sent).toHaveLength(3 * 4);
    expect(closedOnce(rig)).toBe(true);
  });
});

describe('429 with others in flight', () => {
  it('stops new launches until the refill that it named; the others end', async () => {
    const lane = new FakeLane('discover');
    const rig = busyRig([lane], { pace: { maxRequestsInFlight: 3 }, bounds: { forMs: 40_000 } });
    const startedMs = rig.clock.nowMs();
    rig.transport.latencyMs = (_request, nth) => (nth === 1 ? 1_000 : 10_000);
    rig.transport.script = (_request, nth) => (nth === 1 ? { kind: 'rate-limited', reading: rig.transport.reading(0) } : undefined);
    await rig.run();
    // 30 s to the refill, 1 s of slack.
    expect(rig.transport.sent.slice(0, 4).map(({ atMs }) => atMs - startedMs)).toEqual([0, 0, 0, 31_000]);
    expect(lane.givenBack).toEqual([null]);
  });
});

describe('A slow plan', () => {
  it('spends what it refills, with the debt of one unit at most', async () => {
    const lanes = [new FakeLane('discover', { stage: 'commit' }), new FakeLane('refresh'), new FakeLane('seller')];
    const rig = busyRig(lanes, { balanceTokens: 0, refillPerMinute: 5, bounds: { forMs: 24 * HOUR_MS } });
    const { tokensSpent, refillLimitTokens } = await rig.run();
    expect(tokensSpent).toBeGreaterThan(0.99 * refillLimitTokens - 25);
    expect(rig.transport.tokenReadsAtMs).toHaveLength(1);
  });

  it('harvests what would expire at the capacity, from lanes whose work is not due yet', async () => {
    const refresh = new FakeLane('refresh', { notBeforeMs: Number.POSITIVE_INFINITY });
    refresh.onlyHarvest = true;
    const rig = busyRig([refresh], { balanceTokens: 280, refillPerMinute: 5, bounds: { forMs: HOUR_MS } });
    const { tokensSpent } = await rig.run();
    expect(tokensSpent).toBeGreaterThan(0.9 * 5 * 57);
    const atCapacity = rig.eventsOf('unit.planned').filter(({ balanceTokens }) => balanceTokens >= 300);
    expect(atCapacity).toEqual([]);
    expect(rig.eventsOf('unit.planned')[0]!.balanceTokens).toBeGreaterThanOrEqual(300 - Math.ceil(1.5 * 5));
    expect(rig.eventsOf('unit.planned')[0]!.atMs).toBeLessThan(rig.clock.nowMs() - HOUR_MS + 4 * TICK_MS);
  });
});
