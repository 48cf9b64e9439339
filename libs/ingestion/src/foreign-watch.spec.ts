import { type ForeignSpend, TICK_MS } from '@smart-ingestor/contracts';
import { ForeignWatch } from './foreign-watch';
import { FakeLane } from './testing/fake-lane';
import { rigOf } from './testing/rig';

const HOUR_MS = 3_600_000;
const spendOf = (tokensPerMinute: number): ForeignSpend => ({ tokens: 60 * tokensPerMinute, sinceMs: 0, tokensPerMinute });

/** Which rates were told, where the ledger reports these after one answer a tick. */
async function told(rates: readonly (number | null)[]): Promise<number[]> {
  const rig = rigOf();
  const watch = new ForeignWatch(rig.parts, rig.announcer);
  let nowMs = rig.time.nowMs();
  for (const rate of rates) {
    rig.ledger.foreign = rate === null ? null : spendOf(rate);
    await watch.answered((nowMs += TICK_MS));
  }
  return rig.eventsOf('foreign-spend.noticed').map(({ spend }) => spend.tokensPerMinute);
}

describe('Foreign spend', () => {
  it('is told when it appears, and again only when its rate has moved by more than a quarter', async () => {
    expect(await told([null, 4, 4, 5, 5.1, 4, 3, 2.9])).toEqual([4, 5.1, 3]);
  });

  it('is told anew when it comes back after it had ended', async () => {
    expect(await told([4, null, 4])).toEqual([4, 4]);
  });

  it('is asked for after answers, at most once a tick', async () => {
    const rig = rigOf({ work: { lanes: [new FakeLane('discover')] }, refillPerMinute: 100, bounds: { forMs: HOUR_MS } });
    rig.transport.latencyMs = () => 2_000;
    rig.ledger.foreign = spendOf(3);
    expect(await rig.run()).toMatchObject({ foreignTokensPerMinute: 3 });
    expect(rig.ledger.foreignAsked).toBeLessThanOrEqual(60);
    expect(rig.ledger.foreignAsked).toBeGreaterThan(30);
    expect(rig.eventsOf('foreign-spend.noticed')).toHaveLength(1);
  });
});
