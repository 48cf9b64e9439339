import { msToKeepaMinutes } from '@smart-ingestor/keepa-wire';
import { ConfigError } from '@smart-ingestor/contracts';
import { recordedPage, recordedProduct, recordedProducts, recordingFolder } from '../testing/recording-folder';
import { describeWithSamples, SAMPLES } from '../testing/samples';
import { type Product, SimulatedAccount } from '../testing/simulated-account';
import { loadRecordings } from './recordings';

const START_MS = 1_758_000_000_000;
const MINUTE_MS = 60_000;
const names = (prefix: string, count: number): string[] => Array.from({ length: count }, (_, place) => `${prefix}${String(place).padStart(9, '0')}`);
const minutesAt = (ms: number): number => msToKeepaMinutes(ms);

const FIRST = START_MS + 0;
const SECOND = START_MS + 10 * MINUTE_MS;
/** Two passes: three pages a minute apart with one row that moved, then, ten minutes later, one page of mostly the same rows. */
const FILES = {
  'deal/b.json': recordedPage(FIRST + 61_000, [...names('B', 9), 'A000000000']),
  'deal/a.json': recordedPage(FIRST, names('A', 10)),
  'bulk/deal/c.json.gz': recordedPage(FIRST + 122_000, ['C000000000']),
  'deal/d.json': recordedPage(SECOND, [...names('A', 8), 'D000000000']),
  'product/bare.json': recordedProduct('A000000000', minutesAt(FIRST) - 60),
  'product/whole.json': recordedProducts(
    recordedProduct('A000000000', minutesAt(SECOND) - 1),
    recordedProduct('A000000001', minutesAt(SECOND) + 500),
  ),
  'bulk/product/old.json.gz': recordedProduct('A000000000', minutesAt(FIRST) - 9_000),
  'INDEX.md': 'not a recording',
};

function problemsOf(files: Record<string, string>): readonly string[] {
  const folder = recordingFolder(files);
  try {
    loadRecordings(folder.path);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  } finally {
    folder.remove();
  }
  throw new Error('expected a ConfigError');
}

describe('a folder of recordings', () => {
  let account: SimulatedAccount;
  let folder: ReturnType<typeof recordingFolder>;
  beforeEach(() => {
    folder = recordingFolder(FILES);
    account = new SimulatedAccount({ recordings: loadRecordings(folder.path) });
  });
  afterEach(() => folder.remove());
  const page = async (number: number): Promise<string[]> => (await account.rows({ page: number })).map(({ asin }) => asin);
  const titles = async (...asins: string[]): Promise<unknown[]> => (await account.products(asins)).map(({ title }) => title);

  it('is grouped into runs, in the order of their times', () => {
    const { runs, products } = loadRecordings(folder.path);
    expect(runs.map((run) => run.map(({ timestampMs }) => timestampMs))).toEqual([[FIRST, FIRST + 61_000, FIRST + 122_000], [SECOND]]);
    expect(products.get('A000000000')!.map(({ lastUpdate }) => lastUpdate)).toEqual([
      minutesAt(FIRST) - 9_000,
      minutesAt(FIRST) - 60,
      minutesAt(SECOND) - 1,
    ]);
  });

  it('serves the pages of a run, then an empty one; page 0 begins the next run, and the last one stays', async () => {
    expect([await page(0), (await page(1)).length, await page(2), await page(3)]).toEqual([names('A', 10), 10, ['C000000000'], []]);
    expect((await page(0)).at(-1)).toBe('D000000000');
    expect(await page(1)).toEqual([]);
    expect((await page(0)).at(-1)).toBe('D000000000');
  });

  it('sets the clock of the server forward to the time of each page, never back', async () => {
    expect(account.simulator.state().nowMs).toBe(FIRST);
    await page(0);
    await page(1);
    expect((await account.deal({ page: 2 })).body['timestamp']).toBe(FIRST + 122_000);
    account.clock.advance(5 * MINUTE_MS);
    expect((await account.deal({ page: 0 })).body['timestamp']).toBe(SECOND);
    account.clock.advance(MINUTE_MS);
    expect((await account.deal({ page: 0 })).body['timestamp']).toBe(SECOND + MINUTE_MS);
  });

  it('keeps the digits of the recording and puts its own envelope and price around it', async () => {
    const { text, body } = await account.deal({ page: 0 });
    expect(text).toContain('"rootCat":9223372036854775807,"flags":null,"avg":[[1,-2]]');
    expect(text).toContain('"categoryIds":[9223372036854775807]');
    expect(body).toMatchObject({ tokensConsumed: 5, tokensLeft: 1_195, refillRate: 20 });
    const product = await account.product(['A000000000']);
    expect(product.text).toContain('"rootCategory":9223372036854775807');
    expect(product.body).toMatchObject({ tokensConsumed: 1, tokensLeft: 1_194 });
    expect((await account.deal({ page: 3 })).body['tokensConsumed']).toBe(5);
  });

  it('serves of a product the version with the latest update not after the clock, or else the earliest', async () => {
    await page(0);
    expect(await titles('A000000000', 'A000000001')).toEqual([`A000000000 at ${minutesAt(FIRST) - 60}`, `A000000001 at ${minutesAt(SECOND) + 500}`]);
    await page(0);
    expect(await titles('A000000000')).toEqual([`A000000000 at ${minutesAt(SECOND) - 1}`]);
  });

  it('has an entry without data for an ASIN without a recording', async () => {
    const [product] = (await account.product(['D000000000'])).body['products'] as Product[];
    expect(product).toMatchObject({ asin: 'D000000000', productType: 4, csv: null });
  });

  it('charges offers by the price list', async () => {
    const { body } = await account.product(['A000000000'], { offers: '20' });
    expect([6, 12, 1]).toContain(body['tokensConsumed']);
  });

  it('refuses as ever: no balance, no page and no step to the next run', async () => {
    account.simulator.change({ balance: 0 });
    expect((await account.deal()).status).toBe(429);
    account.simulator.change({ balance: 100 });
    expect((await account.rows()).map(({ asin }) => asin)).toEqual(names('A', 10));
  });
});

describe('a folder', () => {
  it('without any recording is refused with what is needed', () => {
    const [problem] = problemsOf({ 'deal/note.txt': 'x', 'error/e.json': '{}' });
    expect(problem).toMatch(/no recorded response in it\. Needed are deal\/\*\.json/);
  });

  it.each([['{"timestamp":'], ['7']])('with a recording that is %s is refused with the name of the file', (text) => {
    expect(problemsOf({ 'deal/good.json': recordedPage(START_MS, []), 'deal/broken.json': text })).toEqual([expect.stringContaining('broken.json')]);
  });

  it('with products alone is served at the time of the latest', async () => {
    const folder = recordingFolder({ 'product/one.json': recordedProduct('A000000000', 7_555_844) });
    const account = new SimulatedAccount({ recordings: loadRecordings(folder.path) });
    expect(minutesAt(account.simulator.state().nowMs)).toBe(7_555_844);
    expect([(await account.rows()).length, (await account.products(['A000000000']))[0]!.lastUpdate]).toEqual([0, 7_555_844]);
    folder.remove();
  });
});

describeWithSamples('the recorded real responses', () => {
  const recordings = (): ReturnType<typeof loadRecordings> => loadRecordings(SAMPLES);

  it('are runs of pages without a repeated time, and versions of products, oldest first', () => {
    const { runs, products } = recordings();
    const times = runs.flat().map(({ timestampMs }) => timestampMs);
    expect([times.length > 60, products.size > 10]).toEqual([true, true]);
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
    for (const versions of products.values())
      expect(versions.map(({ lastUpdate }) => lastUpdate)).toEqual([...new Set(versions.map(({ lastUpdate }) => lastUpdate))].sort((a, b) => a - b));
  });

  it('leave byte by byte as they were recorded, at their recorded times', async () => {
    const { runs, products } = recordings();
    const account = new SimulatedAccount({ recordings: recordings(), refillPerMinute: 1_000 });
    for (const run of runs)
      for (const [number, recorded] of [...run.entries()].slice(0, 8)) {
        const { text, body } = await account.deal({ page: number });
        expect(text.startsWith(`{"deals":${recorded.dealsText()},`)).toBe(true);
        expect(body['timestamp']).toBe(recorded.timestampMs);
      }
    const nowMinute = minutesAt(account.simulator.state().nowMs);
    for (const [asin, versions] of products) {
      const version = versions.findLast(({ lastUpdate }) => lastUpdate <= nowMinute) ?? versions[0]!;
      expect((await account.product([asin])).text).toContain(version.productText());
    }
  });
});
