import { VirtualClock } from '@smart-ingestor/conformance';
import type { IngestionEvent, RunSummary } from '@smart-ingestor/contracts';
import { KeepaSimulator, type SimulatorOptions, simulatorExchange } from '@smart-ingestor/keepa-simulator';
import { compose, type ComposeOptions } from '../compose';
import type { RunBounds } from '@smart-ingestor/ingestion';
import type { SmartIngestorConfig } from '../config/config-schema';

export interface Scene {
  readonly refillPerMinute: number;
  readonly openingBalance: number;
  /** Actual price of one ASIN in a request with offers; absent: the simulator's own price list. */
  readonly productTokensPerAsin?: number;
  readonly simulator?: Partial<SimulatorOptions>;
  readonly config?: SmartIngestorConfig;
  readonly plugins?: ComposeOptions['plugins'];
}

export interface Story {
  readonly summary: RunSummary;
  readonly events: readonly IngestionEvent[];
  /** The server's own books: what laws are asserted on. */
  readonly books: ReturnType<KeepaSimulator['state']>;
}

const DAY_MS = 24 * 3_600_000;

/** The whole production path (config, container, policies, transport, memory store, loop) against the simulator, in virtual time. */
export async function inVirtualTime(scene: Scene, bounds: RunBounds): Promise<Story> {
  const clock = new VirtualClock();
  const simulator = new KeepaSimulator({
    clock,
    refillPerMinute: scene.refillPerMinute,
    openingBalance: scene.openingBalance,
    ...(scene.productTokensPerAsin === undefined ? {} : { prices: { productTokensPerAsin: scene.productTokensPerAsin } }),
    ...scene.simulator,
  });
  const events: IngestionEvent[] = [];
  const app = await compose(
    { accounts: { main: { key: 'virtual-key' } }, store: { use: 'memory' }, ...scene.config },
    {
      clock,
      exchange: simulatorExchange(simulator, 'virtual-key'),
      listeners: [{ on: (event) => events.push(event) }],
      plugins: scene.plugins ?? [],
    },
  );
  try {
    const summary = await clock.runUntil(app.run(bounds), 30 * DAY_MS);
    return { summary, events, books: simulator.state() };
  } finally {
    await app.close();
  }
}

export function eventsOf<T extends IngestionEvent['type']>(story: Story, type: T): readonly Extract<IngestionEvent, { type: T }>[] {
  return story.events.filter((event): event is Extract<IngestionEvent, { type: T }> => event.type === type);
}
