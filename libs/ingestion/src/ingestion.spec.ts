import type { IngestionEvent, KeepaRequest } from '@smart-ingestor/contracts';
import { jobOf, type Rig, rigOf, type RigOptions, rowsOf } from './testing/rig';
import { batchOf, failedWith, UNREACHABLE } from './testing/scripted-transport';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** An account on a feed of so many rows to a page. */
function feedRig(rowsByPage: readonly number[], options: RigOptions = {}): Rig {
  const rig = rigOf({ jobs: [jobOf({}, rowsByPage.length)], ...options });
  rig.transport.pages = rowsByPage.map((count, page) => rowsOf(count, `P${page}`));
  return rig;
}

function stagesOf({ events }: Rig): string[] {
  return events.flatMap((event: IngestionEvent) => (event.type === 'request.settled' ? [event.stage] : []));
}

describe('A run', () => {
  it('takes what a scan delivers to stored deals, and its events begin with the start and end with the summary', async () => {
    const rig = feedRig([3], { bounds: { once: true } });
    const summary = await rig.run();
    expect(stagesOf(rig)).toEqual(['page', 'peek', 'commit']);
    expect(summary).toMatchObject({ stopped: 'once', dealsNew: 3, requests: 3, tokensSpent: 5 + 3 + 39 });
    expect(rig.events[0]).toMatchObject({ type: 'run.started', jobs: ['books'], balanceTokens: 100_000, refillPerMinute: 5_000 });
    expect(rig.events.at(-1)).toMatchObject({ type: 'run.finished', summary });
    expect([...rig.ledger.closings.values()].every((closings) => closings.length === 1)).toBe(true);
  });

  it('interleaves the pages of a scan with the peeks and commits of what they deliver', async () => {
    const rig = feedRig([2, 2, 2], { bounds: { once: true } });
    await rig.run();
    const stages = stagesOf(rig);
    expect([...stages].sort()).toEqual([...Array(3).fill('commit'), ...Array(3).fill('page'), ...Array(3).fill('peek')]);
    expect(stages.slice(0, 2)).toEqual(['page', 'peek']);
    expect(stages.indexOf('commit')).toBeLessThan(stages.lastIndexOf('page'));
  });

  it('is idle between passes, and starts the next when it is due', async () => {
    const rig = feedRig([1], { bounds: { forMs: 12 * MINUTE_MS } });
    const startedMs = rig.clock.nowMs();
    await rig.run();
    const scans = rig.transport.sent.filter(({ request }) => request.endpoint === 'deal').map(({ atMs }) => (atMs - startedMs) / MINUTE_MS);
    expect(scans).toEqual([0, 5, 10]);
  });

  it('waits for six hours of debt with at most one /token read after the first (law Quiet)', async () => {
    const rig = feedRig([1], { balanceTokens: -1_795, refillPerMinute: 5, bounds: { forMs: 6 * HOUR_MS + MINUTE_MS * 3 } });
    await rig.run();
    expect(rig.transport.sent[0]!.atMs - rig.transport.tokenReadsAtMs[0]!).toBeGreaterThan(6 * HOUR_MS - MINUTE_MS);
    expect(rig.transport.tokenReadsAtMs.length).toBeLessThanOrEqual(2);
    expect(rig.eventsOf('wait.started').filter(({ atMs }) => atMs < rig.transport.sent[0]!.atMs)).toHaveLength(1);
  });

  it('on a slow plan goes on by itself after every debt, with the books closed at its end', async () => {
    const rig = feedRig([150, 150, 150, 150], { balanceTokens: 0, refillPerMinute: 5, bounds: { forMs: 24 * HOUR_MS } });
    const { tokensSpent, refillLimitTokens, lowestBalanceTokens } = await rig.run();
    expect(tokensSpent).toBeGreaterThan(0.95 * refillLimitTokens - 180);
    expect(lowestBalanceTokens).toBeGreaterThanOrEqual(-180);
    expect([...rig.ledger.closings.values()].every((closings) => closings.length === 1)).toBe(true);
  });
});

describe('A bound', () => {
  it('of deals ends the run once so many were stored, after the request that stored them', async () => {
    const rig = feedRig([90], { refillPerMinute: 5, bounds: { untilDeals: 21 } });
    // A unit is 5 min of refill: one commit of 13.
    expect(await rig.run()).toMatchObject({ stopped: 'until-deals', dealsNew: 21 });
    expect(rig.store.dealRows.size).toBe(21);
  });

  it('of deals is not overshot by requests in flight: no more is asked for than is wanted, and more only where answers brought less', async () => {
    const rig = feedRig([90], { balanceTokens: 1_000, refillPerMinute: 20, bounds: { untilDeals: 10 } });
    rig.transport.latencyMs = () => 10_000;
    // Of the first purchase nothing is known to Keepa.
    const isPurchase = (request: KeepaRequest): boolean => request.endpoint === 'product' && request.offers !== undefined;
    let purchases = 0;
    rig.transport.script = (request) => {
      if (!isPurchase(request) || (purchases += 1) > 1) return undefined;
      return rig.transport.answer(request, undefined, batchOf([]));
    };
    expect(await rig.run()).toMatchObject({ stopped: 'until-deals', dealsNew: 10 });
    // A unit is 5 min of refill: 7 commits of 13.
    const asins = rig.transport.sent.flatMap(({ request }) => (request.endpoint === 'product' && isPurchase(request) ? [request.asins!.length] : []));
    expect(asins).toEqual([7, 3, 7]);
    expect(rig.store.dealRows.size).toBe(10);
  });

  it('of time ends the run at its time, also in the middle of a wait', async () => {
    const rig = feedRig([1], { balanceTokens: -1_000, refillPerMinute: 5, bounds: { forMs: 90 * MINUTE_MS } });
    const startedMs = rig.clock.nowMs();
    expect(await rig.run()).toMatchObject({ stopped: 'for', elapsedMs: 90 * MINUTE_MS });
    expect(rig.clock.nowMs() - startedMs).toBe(90 * MINUTE_MS);
  });

  it('that is reached first ends the run', async () => {
    expect(await feedRig([3], { bounds: { untilDeals: 1, forMs: HOUR_MS, once: true } }).run()).toMatchObject({ stopped: 'until-deals' });
    expect(await feedRig([3], { bounds: { untilDeals: 99, forMs: MINUTE_MS } }).run()).toMatchObject({ stopped: 'for' });
  });

  it('of no deals at all is reached before anything is asked', async () => {
    const rig = feedRig([3], { bounds: { untilDeals: 0 } });
    expect(await rig.run()).toMatchObject({ stopped: 'until-deals' });
    expect(rig.transport.sent).toEqual([]);
  });

  it('of once ends with the items of the pass, retries included', async () => {
    const rig = feedRig([2], { bounds: { once: true } });
    rig.transport.script = (_request, nth) => (nth === 2 ? failedWith() : undefined);
    expect(await rig.run()).toMatchObject({ stopped: 'once', dealsNew: 2 });
    expect(rig.store.rows.every(({ state }) => state === 'stored')).toBe(true);
  });
});

describe('The signal', () => {
  it('ends a wait at once, and the run resolves with its summary', async () => {
    const stopping = new AbortController();
    const rig = feedRig([1], { balanceTokens: -1_000, refillPerMinute: 5, signal: stopping.signal });
    void rig.clock.sleep(7 * MINUTE_MS).then(() => stopping.abort());
    expect(await rig.run()).toMatchObject({ stopped: 'signal', elapsedMs: 7 * MINUTE_MS, waits: 1, waitedMs: 7 * MINUTE_MS });
    expect(rig.events.at(-1)).toMatchObject({ type: 'run.finished' });
  });

  it('lets the request in flight finish and settle, and sends no other', async () => {
    const stopping = new AbortController();
    const rig = feedRig([3], { signal: stopping.signal });
    rig.transport.script = (_request, nth) => void (nth === 2 && stopping.abort());
    expect(await rig.run()).toMatchObject({ stopped: 'signal', requests: 2 });
    expect([...rig.ledger.closings.values()]).toEqual([['settled at 5'], ['settled at 3']]);
    expect(rig.store.rows.every(({ state, heldUntilMs }) => state === 'accepted' && heldUntilMs === 0)).toBe(true);
  });

  it('ends a run that has never reached Keepa', async () => {
    const stopping = new AbortController();
    const rig = feedRig([3], { signal: stopping.signal });
    rig.transport.tokenScript = (nth) => {
      if (nth === 2) stopping.abort();
      return UNREACHABLE;
    };
    expect(await rig.run()).toMatchObject({ stopped: 'signal', requests: 0, elapsedMs: 0 });
    expect(rig.eventsOf('run.started')).toEqual([]);
  });

  it('that came before the start leaves Keepa alone', async () => {
    const rig = feedRig([3], { signal: AbortSignal.abort() });
    expect(await rig.run()).toMatchObject({ stopped: 'signal' });
    expect([rig.transport.tokenReadsAtMs, rig.transport.sent]).toEqual([[], []]);
  });
});

describe('Several jobs', () => {
  it('buy the peek of one delivery once between them', async () => {
    const jobs = [jobOf({ id: 'books' }), jobOf({ id: 'games' })];
    const rig = feedRig([4], { jobs, bounds: { once: true } });
    const summary = await rig.run();
    expect(summary).toMatchObject({
      stopped: 'once',
      tokensByClass: { scan: 10, discover: 4 + 4 * 13 },
      tokensByStage: { page: 10, peek: 4, commit: 4 * 13 },
    });
    expect(rig.store.rows).toHaveLength(8);
    expect(rig.store.rows.every(({ state }) => state === 'stored')).toBe(true);
  });
});

describe('A listener', () => {
  it('that throws ends the run, never in the middle of a commit', async () => {
    const rig = feedRig([2], { bounds: { once: true } });
    (rig.parts.listeners as { on: (event: IngestionEvent) => void }[]).push({
      on: ({ type }) => {
        if (type === 'deal.stored') throw new Error('a bug in a listener');
      },
    });
    await expect(rig.run()).rejects.toThrow('a bug in a listener');
    expect(rig.store.dealRows.size).toBe(2);
    expect([...rig.ledger.closings.values()].every((closings) => closings.length === 1)).toBe(true);
  });
});
