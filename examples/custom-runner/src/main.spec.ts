import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeTokenPolicy, VirtualClock } from '@smart-ingestor/conformance';
import type { IngestionEvent } from '@smart-ingestor/contracts';
import { KeepaSimulator, simulatorExchange } from '@smart-ingestor/keepa-simulator';
import { KeepReserve, main } from './main';

describeTokenPolicy('keep-reserve', () => new KeepReserve(), { maxDeficitTokens: 0 });

describe('the custom runner', () => {
  it('has at most 25 lines', () => {
    expect(readFileSync(join(__dirname, 'main.ts'), 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(25);
  });

  it('stores deals under its own policy: a tenth of the bucket is never touched', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'smart-ingestor-example-'));
    const clock = new VirtualClock();
    const simulator = new KeepaSimulator({ clock, refillPerMinute: 20, catalogueSize: 2_000 });
    const events: IngestionEvent[] = [];
    const env = { KEEPA_API_KEY: 'any', SMART_INGESTOR_DB: join(folder, 'deals.db') };
    const listeners = [{ on: (event: IngestionEvent) => void events.push(event) }];
    const summary = await clock.runUntil(main({ clock, env, listeners, exchange: simulatorExchange(simulator, 'any') }), 24 * 3_600_000);
    rmSync(folder, { recursive: true });

    expect(summary.dealsNew + summary.dealsChanged).toBeGreaterThanOrEqual(20);
    expect(new Set(events.flatMap((event) => (event.type === 'tier.selected' ? [event.tokenPolicy] : [])))).toEqual(new Set(['keep-reserve']));
    expect(simulator.state().minBalance).toBeGreaterThanOrEqual(120);
    // A second on a quiet machine; a busy one must not fail it.
  }, 60_000);
});
