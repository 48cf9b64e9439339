import { VirtualClock } from '@smart-ingestor/conformance';
import { BATCH_POLICY, type BatchPolicy, type IngestionEvent, TICK_MS, TOKEN_POLICY, type TokenPolicy } from '@smart-ingestor/contracts';
import { KeepaSimulator, simulatorExchange } from '@smart-ingestor/keepa-simulator';
import { compose } from '../compose';
import { defineConfig } from '../config/config-schema';

const MINUTE_MS = 60_000;
const SLOW = 5;
const FAST = 25;
/** The plan is 5, then 25, then 5 again, 40 minutes each. */
const PHASE_MS = 40 * MINUTE_MS;
const STEP_MS = 10 * MINUTE_MS;

const CONFIG = defineConfig({
  accounts: { main: { key: 'virtual-key' } },
  store: { use: 'memory' },
  tiers: { low: { batchPolicy: { use: 'fixed', options: { size: 3 } } }, standard: { tokenPolicy: { use: 'no-debt' } } },
});

interface Seen {
  readonly event: IngestionEvent;
  /** What the container gives at the moment of the event. */
  readonly policies: readonly [string, string];
}

interface Story {
  readonly startMs: number;
  readonly seen: readonly Seen[];
  readonly books: ReturnType<KeepaSimulator['state']>;
}

/** The production path in virtual time, with these plans in their turn. */
async function storyOf(plans: readonly number[]): Promise<Story> {
  const clock = new VirtualClock();
  const simulator = new KeepaSimulator({ clock, refillPerMinute: plans[0]!, openingBalance: 0 });
  const seen: Seen[] = [];
  const names = (): readonly [string, string] => [
    app.container.resolve<TokenPolicy>(TOKEN_POLICY).name,
    app.container.resolve<BatchPolicy>(BATCH_POLICY).name,
  ];
  const listener = { on: (event: IngestionEvent) => void seen.push({ event, policies: names() }) };
  const app = await compose(CONFIG, { clock, exchange: simulatorExchange(simulator, 'virtual-key'), listeners: [listener] });
  const startMs = clock.nowMs();
  const changes = plans.slice(1).map(async (refillPerMinute, index) => {
    await clock.sleep((index + 1) * PHASE_MS);
    simulator.change({ refillPerMinute });
  });
  await clock.runUntil(Promise.all([app.run({ forMs: plans.length * PHASE_MS }), ...changes]), 3 * plans.length * PHASE_MS);
  await app.close();
  return { startMs, seen, books: simulator.state() };
}

function eventsOf<T extends IngestionEvent['type']>({ seen }: Story, type: T) {
  return seen.flatMap(({ event }) => (event.type === type ? [event as Extract<IngestionEvent, { type: T }>] : []));
}

function spentBy(story: Story, afterMs: number): number {
  const settled = eventsOf(story, 'request.settled').filter(({ atMs }) => atMs <= story.startMs + afterMs);
  return settled.reduce((sum, { reading }) => sum + reading.tokensConsumed, 0);
}

describe('a plan change 5 → 25 → 5 in the middle of a run', () => {
  let changed: Story;
  let slow: Story;
  beforeAll(async () => {
    changed = await storyOf([SLOW, FAST, SLOW]);
    slow = await storyOf([SLOW, SLOW, SLOW]);
    // Some seconds on a quiet machine; a busy one must not fail it.
  }, 300_000);

  it('swaps the tiers live, says so, and needs no restart', () => {
    expect(eventsOf(changed, 'run.started')).toHaveLength(1);
    const tiers = eventsOf(changed, 'tier.selected').map(({ tier, refillPerMinute, tokenPolicy, batchPolicy }) => [
      tier,
      refillPerMinute,
      tokenPolicy,
      batchPolicy,
    ]);
    expect(tiers).toEqual([
      ['low', SLOW, 'deficit-limit', 'fixed'],
      ['standard', FAST, 'no-debt', 'refill-tier'],
      ['low', SLOW, 'deficit-limit', 'fixed'],
    ]);
    expect(eventsOf(slow, 'tier.selected')).toHaveLength(1);
  });

  it('changes over as soon as an answer tells the new rate, which a small debt delays', () => {
    const [, up, down] = eventsOf(changed, 'tier.selected').map(({ atMs }) => atMs - changed.startMs);
    for (const [at, due] of [
      [up!, PHASE_MS],
      [down!, 2 * PHASE_MS],
    ] as const) {
      expect(at).toBeGreaterThanOrEqual(due);
      // Three purchases of at most 13 tokens: 39 of debt are 8 refills of the slower plan.
      expect(at - due).toBeLessThanOrEqual(10 * TICK_MS);
    }
  });

  it('plans every unit with the policies that the container gives at that moment', () => {
    const planned = changed.seen.flatMap(({ event, policies }) => (event.type === 'unit.planned' ? [{ event, policies }] : []));
    expect(planned.length).toBeGreaterThan(40);
    expect(planned.filter(({ event, policies }) => event.tokenPolicy !== policies[0] || event.batchPolicy !== policies[1])).toEqual([]);
    expect(new Set(planned.map(({ policies }) => policies.join()))).toEqual(new Set(['deficit-limit,fixed', 'no-debt,refill-tier']));
  });

  it('has spent at every moment what the slower plan alone would have spent, less one unit, and is never refused', () => {
    const unitTokens = Math.max(...eventsOf(changed, 'unit.planned').map(({ worstTokens }) => worstTokens));
    for (let afterMs = STEP_MS; afterMs <= 3 * PHASE_MS; afterMs += STEP_MS) {
      const minutes = afterMs / MINUTE_MS;
      expect([minutes, spentBy(changed, afterMs) + unitTokens >= spentBy(slow, afterMs)]).toEqual([minutes, true]);
    }
    // The fast plan is really used: without it this law would say little.
    expect(spentBy(changed, 3 * PHASE_MS)).toBeGreaterThan(spentBy(slow, 3 * PHASE_MS) + 0.9 * (FAST - SLOW) * (PHASE_MS / MINUTE_MS) - unitTokens);
    expect(changed.books.rejected429).toBe(0);
    expect(changed.books.minBalance).toBeGreaterThanOrEqual(-180);
  });
});
