import { LEASE_MS } from '@smart-ingestor/contracts';
import { FakeLane } from './testing/fake-lane';
import { type Rig, rigOf, type RigOptions } from './testing/rig';

const MINUTE_MS = 60_000;

function runningRig(options: RigOptions = {}): Rig {
  return rigOf({ bounds: { forMs: 2 * MINUTE_MS - 1 }, work: { lanes: [new FakeLane('discover')] }, ...options });
}

function beatsOf(rig: Rig): number[] {
  const begun = rig.store.runLog[0]!.atMs;
  return rig.store.runLog.filter(({ entry }) => entry.startsWith('beat')).map(({ atMs }) => atMs - begun);
}

describe('A run in the list of runs', () => {
  it('begins with the first reading, beats every third of the lease, and ends', async () => {
    const rig = runningRig();
    await rig.run();
    expect(rig.store.runLog[0]).toMatchObject({ entry: 'begin' });
    expect(beatsOf(rig)).toEqual([30_000, 60_000, 90_000]);
    expect(rig.store.runLog.at(-1)).toMatchObject({ entry: 'end' });
  });

  it('renews what it holds for a whole lease with every beat', async () => {
    const rig = runningRig();
    await rig.run();
    for (const { entry, atMs } of rig.store.runLog) if (entry.startsWith('beat')) expect(entry).toBe(`beat ${atMs + LEASE_MS}`);
  });

  it('goes on beating while one request takes minutes, and while the run is drained', async () => {
    const stopping = new AbortController();
    const rig = runningRig({ bounds: {}, signal: stopping.signal });
    rig.transport.latencyMs = () => 110_000;
    void rig.clock.sleep(1_000).then(() => stopping.abort());
    await rig.run();
    expect(beatsOf(rig)).toEqual([30_000, 60_000, 90_000]);
  });

  it('beats in hours of waiting', async () => {
    const rig = runningRig({ balanceTokens: -1_000, refillPerMinute: 5, bounds: { forMs: 60 * MINUTE_MS - 1 } });
    await rig.run();
    expect(beatsOf(rig)).toHaveLength(119);
  });

  it('is not there where Keepa was never reached', async () => {
    const rig = runningRig({ signal: AbortSignal.abort() });
    await rig.run();
    expect(rig.store.runLog).toEqual([]);
  });

  it('that cannot be renewed ends with the error of the store, after what is in flight', async () => {
    const rig = runningRig();
    rig.transport.latencyMs = () => 40_000;
    rig.store.runs.beat = () => Promise.reject(new Error('database is locked'));
    await expect(rig.run()).rejects.toThrow('database is locked');
    expect([...rig.ledger.closings.values()].every((how) => how.length === 1)).toBe(true);
    expect(rig.store.runLog.at(-1)).toMatchObject({ entry: 'end' });
  });

  it('ends also where the run ends with an error, and the error is told even if the store fails then', async () => {
    const failing = runningRig();
    failing.transport.script = () => {
      throw new TypeError('a bug');
    };
    await expect(failing.run()).rejects.toThrow('a bug');
    expect(failing.store.runLog.at(-1)).toMatchObject({ entry: 'end' });
    const worse = runningRig();
    worse.transport.script = failing.transport.script;
    worse.store.runs.end = () => Promise.reject(new Error('disk full'));
    await expect(worse.run()).rejects.toThrow('a bug');
  });

  it('finds work that another process has added by the next beat', async () => {
    const lane = new FakeLane('discover', { pending: 0 });
    const rig = runningRig({ work: { lanes: [lane] } });
    void rig.clock.sleep(40_000).then(() => (lane.pending = 2));
    await rig.run();
    expect(lane.loads).toMatchObject([{ size: 2, atMs: rig.store.runLog[0]!.atMs + 60_000 }]);
  });
});

describe('A full refresh', () => {
  it('makes every row of every job that refreshes due, at the start', async () => {
    const asked: string[] = [];
    const rig = runningRig({ bounds: { forMs: 1_000, fullRefresh: true } });
    const [job] = rig.parts.jobs;
    (rig.parts as { jobs: unknown }).jobs = [
      { ...job!, id: 'kept', refresh: { withinMs: 1 } },
      { ...job!, id: 'not-kept', refresh: null },
    ];
    rig.store.deals.makeAllDue = async (...of: unknown[]) => asked.push(of.join(' '));
    await rig.run();
    expect(asked).toEqual(['kept 1']);
  });
});
