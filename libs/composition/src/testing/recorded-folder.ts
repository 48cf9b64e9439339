import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { VirtualClock } from '@smart-ingestor/conformance';
import { KeepaSimulator, simulatorExchange } from '@smart-ingestor/keepa-simulator';

/** Recorded real responses, where somebody has them: `SMART_INGESTOR_SAMPLES`, or a folder beside the workspace. They are never part of it. */
export const SAMPLES = process.env.SMART_INGESTOR_SAMPLES ?? resolve(__dirname, '../../../../../shared/samples');
export const describeWithSamples = existsSync(SAMPLES) ? describe : describe.skip;

const SELECTION = { domainId: 1, priceTypes: [2], includeCategories: [283155], dateRange: 3, page: 0 };
const PASSES = 3;
const PRODUCTS = 12;

/** A folder of the same layout and dialect, made by the seeded simulator: a few passes over a feed and some of its products. */
export async function syntheticRecordings(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'smart-ingestor-recordings-'));
  for (const part of ['deal', 'product']) mkdirSync(join(folder, part));
  const clock = new VirtualClock();
  const simulator = new KeepaSimulator({ clock, refillPerMinute: 1_000, catalogueSize: 1_500, seed: 7 });
  const exchange = simulatorExchange(simulator, 'recorder');
  const ask = async (path: string, query: Record<string, string>): Promise<string> => {
    const { body } = await clock.runUntil(exchange.exchange({ path, query }), 3_600_000);
    return Buffer.from(body).toString('utf8');
  };
  for (let pass = 0; pass < PASSES; pass += 1) {
    const page = await ask('/deal', { selection: JSON.stringify(SELECTION) });
    writeFileSync(join(folder, 'deal', `deal-${pass}.json`), page);
    const rows = (JSON.parse(page) as { deals: { dr: { asin: string }[] } }).deals.dr;
    const asin = rows.slice(0, PRODUCTS).map((row) => row.asin);
    const products = await ask('/product', { domain: '1', asin: asin.join(','), stats: '90', offers: '20', history: '1' });
    writeFileSync(join(folder, 'product', `products-${pass}.json`), products);
    clock.advance(6 * 3_600_000);
  }
  return folder;
}
