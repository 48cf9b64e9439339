import { VirtualClock } from '@smart-ingestor/conformance';
import type { IngestionEvent } from '@smart-ingestor/contracts';
import { KeepaSimulator, simulatorExchange } from '@smart-ingestor/keepa-simulator';
import { config, main } from './main';

const HOUR = 3_600_000;

describe('the tiers', () => {
  it('are switched live when the plan changes: every unit is planned by the policies of the tier in force', async () => {
    const clock = new VirtualClock();
    const simulator = new KeepaSimulator({ clock, refillPerMinute: 5, openingBalance: 40, catalogueSize: 2_000 });
    const events: IngestionEvent[] = [];
    const running = main(
      {
        ...{ clock, env: { KEEPA_API_KEY: 'any' }, exchange: simulatorExchange(simulator, 'any') },
        listeners: [{ on: (event) => void events.push(event) }],
      },
      { forMs: 3 * HOUR },
      // In memory: a database on disk takes real time, and virtual time would not wait for it.
      { ...config, store: { use: 'memory' } },
    );
    const changes = async (): Promise<void> => {
      await clock.sleep(HOUR);
      simulator.change({ refillPerMinute: 25 });
      await clock.sleep(HOUR);
      simulator.change({ refillPerMinute: 5 });
    };
    await clock.runUntil(Promise.all([running, changes()]), 24 * HOUR);

    expect(events.flatMap((event) => (event.type === 'tier.selected' ? [event.tier] : []))).toEqual(['low', 'standard', 'low']);
    const planned = events.filter((event): event is Extract<IngestionEvent, { type: 'unit.planned' }> => event.type === 'unit.planned');
    const policies = new Set(planned.map(({ tokenPolicy, batchPolicy }) => `${tokenPolicy} ${batchPolicy}`));
    expect(policies).toEqual(new Set(['no-debt fixed', 'deficit-limit refill-tier']));
  });
});
