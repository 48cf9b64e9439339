import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualClock } from '@smart-ingestor/conformance';
import {
  type Deal,
  type FeedRow,
  type IngestionEvent,
  type JobStatus,
  KEEPA_TRANSPORT,
  type KeepaTransport,
  type ProductSnapshot,
  TOKEN_LEDGER,
  type TokenLedger,
} from '@smart-ingestor/contracts';
import { KeepaSimulator, loadRecordings, type Recordings, simulatorExchange } from '@smart-ingestor/keepa-simulator';
import { compose } from '../compose';
import type { SmartIngestorConfig } from '../config/config-schema';
import { describeWithSamples, SAMPLES, syntheticRecordings } from '../testing/recorded-folder';

const HOUR_MS = 3_600_000;
const KEY = 'recorded';
/** Every rule off: what is recorded is judged by its recording alone. */
const ACCEPT_ALL = Object.fromEntries(
  [
    'priceMinor',
    'dropPercent',
    'salesRank',
    'salesRankDrops30',
    'salesRankDrops90',
    'newOfferCount',
    'usedOfferCount',
    'marginMinor',
    'marginPercent',
  ].map((rule) => [rule, null]),
);
const config = (store: SmartIngestorConfig['store']): SmartIngestorConfig => ({
  accounts: { main: { key: KEY } },
  jobs: { recorded: { filter: { use: 'deal-rules', options: ACCEPT_ALL } } },
  store,
});

function deliveredVersions(recordings: Recordings): Set<string> {
  const rows = recordings.runs.flat().flatMap((page) => (JSON.parse(page.dealsText()) as { dr: { asin: string; lastUpdate: number }[] }).dr);
  return new Set(rows.map(({ asin, lastUpdate }) => `${asin}@${lastUpdate}`));
}

async function ingestAll(recordings: Recordings): Promise<{ status: JobStatus; events: IngestionEvent[] }> {
  const clock = new VirtualClock();
  const simulator = new KeepaSimulator({ clock, refillPerMinute: 1_000, recordings });
  const events: IngestionEvent[] = [];
  const app = await compose(config({ use: 'memory' }), {
    clock,
    exchange: simulatorExchange(simulator, KEY),
    listeners: [{ on: (event) => events.push(event) }],
  });
  // The recordings span five months, and finished items are forgotten after two weeks: here they are counted first.
  jest.spyOn(app.store.stateStore, 'retain').mockResolvedValue({});
  try {
    for (const _pass of recordings.runs) await clock.runUntil(app.run({ once: true }), 48 * HOUR_MS);
    return { status: (await app.store.jobStatus(clock.nowMs()))[0]!, events };
  } finally {
    await app.close();
  }
}

function expectEveryItemEnded(recordings: Recordings, { status, events }: Awaited<ReturnType<typeof ingestAll>>): void {
  const { items, rejectedByReason } = status;
  expect(items.queued + items.accepted + items.dead).toBe(0);
  expect(items.stored + items.rejected + items.superseded).toBe(deliveredVersions(recordings).size);
  expect(Object.keys(rejectedByReason)).toEqual(['no-data']);
  const stored = new Set(events.flatMap((event) => (event.type === 'deal.stored' ? [event.asin] : [])));
  const delivered = new Set([...deliveredVersions(recordings)].map((version) => version.split('@')[0]!));
  expect(stored).toEqual(new Set([...recordings.products.keys()].filter((asin) => delivered.has(asin))));
}

/** Decode as the runner does, store in SQLite, read back. */
async function throughTheDatabase(recordings: Recordings): Promise<{ decoded: ProductSnapshot; readBack: Deal }[]> {
  const folder = mkdtempSync(join(tmpdir(), 'smart-ingestor-recorded-'));
  const clock = new VirtualClock();
  const pairs: { decoded: ProductSnapshot; readBack: Deal }[] = [];
  const serving = { productText: '' };
  const exchange = {
    exchange: () =>
      Promise.resolve({
        status: 200,
        body: Buffer.from(
          `{"timestamp":1767225600000,"tokensLeft":100,"refillIn":9000,"refillRate":5,"tokenFlowReduction":0.0,"tokensConsumed":6,"processingTimeInMs":1,"products":[${serving.productText}]}`,
        ),
      }),
  };
  const app = await compose(config({ use: 'sqlite', options: { path: join(folder, 'recorded.db') } }), { clock, exchange });
  try {
    const transport = app.container.resolve<KeepaTransport>(KEEPA_TRANSPORT);
    const ledger = app.container.resolve<TokenLedger>(TOKEN_LEDGER);
    await ledger.observe(app.account.id, {
      serverEndMs: clock.nowMs(),
      tokensLeft: 60_000,
      refillInMs: 9_000,
      refillPerMinute: 1_000,
      tokenFlowReduction: 0,
      tokensConsumed: 0,
    });
    for (const version of [...recordings.products.values()].flat()) {
      serving.productText = version.productText();
      const callId = `${version.asin}-${version.lastUpdate}`;
      const policy = { name: 'allow', decide: () => ({ kind: 'allow' as const }) };
      const purpose = {
        workClass: 'discover' as const,
        stage: 'commit' as const,
        endpoint: 'product',
        shape: 'recorded',
        jobId: 'recorded',
        items: 1,
      };
      const cost = { expectedTokens: 6, worstTokens: 13, smallestUnitWorstTokens: 13 };
      const reserved = await ledger.reserve({ accountId: app.account.id, callId, cost, purpose, policy, nowMs: clock.nowMs() });
      if (reserved.kind !== 'granted') throw new Error(reserved.kind);
      const result = await transport.send({ endpoint: 'product', domainId: 1, asins: [version.asin], offers: 20, history: true }, reserved.grant);
      if (result.kind !== 'answer') throw new Error(result.kind);
      expect(result.value.problems).toEqual([]);
      const decoded = result.value.products[0]!;
      const feed: FeedRow = { ...EMPTY_ROW, asin: decoded.asin, lastUpdateMs: decoded.lastUpdateMs };
      const deal: Deal = {
        domainId: 1,
        asin: decoded.asin,
        jobId: 'recorded',
        feed,
        product: decoded,
        marginMinor: null,
        rejectedReason: null,
        firstStoredMs: 1,
        lastSeenMs: 2,
      };
      const observations = [{ domainId: 1, asin: decoded.asin, observations: decoded.history }];
      await app.store.commit({ settlement: { callId, reading: result.reading }, raw: result.raw, deals: [deal], observations, nowMs: clock.nowMs() });
      pairs.push({ decoded, readBack: (await app.store.deals.byAsin(1, [decoded.asin]))[0]! });
    }
    return pairs;
  } finally {
    await app.close();
    rmSync(folder, { recursive: true });
  }
}

const EMPTY_ROW: FeedRow = {
  ...{ domainId: 1, asin: '', title: 'A recorded book', imageName: null, rootCategory: null, priceType: 2, lastUpdateMs: 0, createdMs: 0 },
  ...{ currentMinor: null, avgDayMinor: null, avgWeekMinor: null, avgMonthMinor: null, avg90Minor: null, drop90Percent: null, salesRank: null },
  ...{ salesRankDrops30: null, salesRankDrops90: null, newOfferCount: null, usedOfferCount: null, rating: null, reviewCount: null },
};

function expectEqualFieldByField(pairs: Awaited<ReturnType<typeof throughTheDatabase>>, versions: number): void {
  expect(pairs).toHaveLength(versions);
  for (const { decoded, readBack } of pairs) expect(readBack.product).toEqual(decoded);
}

function tests(load: () => Promise<Recordings>): void {
  jest.setTimeout(120_000);
  let recordings: Recordings;
  beforeAll(async () => {
    recordings = await load();
  });

  it('every delivered (asin, lastUpdate) ends in one state, and an ASIN without a recording as rejected(no-data)', async () => {
    expectEveryItemEnded(recordings, await ingestAll(recordings));
  });

  it('every product version reads back from the database as it was decoded, field by field', async () => {
    expectEqualFieldByField(await throughTheDatabase(recordings), [...recordings.products.values()].flat().length);
  });
}

describeWithSamples('real recorded responses', () => tests(() => Promise.resolve(loadRecordings(SAMPLES))));

describe('invented responses of the same dialect', () => tests(async () => loadRecordings(await syntheticRecordings())));
