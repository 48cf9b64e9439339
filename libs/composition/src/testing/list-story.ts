import { VirtualClock } from '@smart-ingestor/conformance';
import type { DealRow, IngestionEvent, RunSummary } from '@smart-ingestor/contracts';
import { KeepaSimulator, type SimulatorOptions, simulatorExchange } from '@smart-ingestor/keepa-simulator';
import type { RunBounds } from '@smart-ingestor/ingestion';
import { compose } from '../compose';
import type { Composition } from '../composition';
import type { SmartIngestorConfig } from '../config/config-schema';

const DAY_MS = 24 * 3_600_000;

/** One account whose runs follow each other on one store, on the whole production path, in virtual time. */
export class ListStory {
  readonly clock = new VirtualClock();
  readonly simulator: KeepaSimulator;
  readonly events: IngestionEvent[] = [];
  private app: Composition | null = null;

  constructor(
    private readonly jobs: NonNullable<SmartIngestorConfig['jobs']>,
    options: Partial<SimulatorOptions> = {},
    private readonly pace: object = {},
  ) {
    this.simulator = new KeepaSimulator({ clock: this.clock, refillPerMinute: 60, catalogueSize: 400, ...options });
  }

  async run(bounds: RunBounds): Promise<RunSummary> {
    const app = await this.composed();
    return this.clock.runUntil(app.run(bounds), 30 * DAY_MS);
  }

  async deals(): Promise<readonly DealRow[]> {
    const { store } = await this.composed();
    return store.deals.find({ sort: 'title', descending: false });
  }

  /** Asks the simulator as a client would, at no cost to the ledger. */
  async ask(path: string, query: Readonly<Record<string, string>>): Promise<Record<string, unknown>> {
    const balance = this.simulator.state().balance;
    const { body } = await this.clock.runUntil(this.simulator.handle({ path, query: { key: 'k', ...query } }), DAY_MS);
    this.simulator.change({ balance });
    return JSON.parse(Buffer.from(body).toString('utf8')) as Record<string, unknown>;
  }

  eventsOf<T extends IngestionEvent['type']>(type: T): Extract<IngestionEvent, { type: T }>[] {
    return this.events.filter((event): event is Extract<IngestionEvent, { type: T }> => event.type === type);
  }

  async close(): Promise<void> {
    await this.app?.close();
  }

  private async composed(): Promise<Composition> {
    const { clock, events, jobs, simulator } = this;
    return (this.app ??= await compose(
      { accounts: { main: { key: 'virtual-key', pace: this.pace } }, store: { use: 'memory' }, jobs },
      { clock, exchange: simulatorExchange(simulator, 'virtual-key'), listeners: [{ on: (event) => void events.push(event) }] },
    ));
  }
}
