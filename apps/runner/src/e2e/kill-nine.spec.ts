import { join } from 'node:path';
import { openStore } from '@smart-ingestor/composition';
import { CliFolder } from '../testing/cli';
import { SpawnedCli, SpawnedSimulator } from '../testing/spawned-cli';

interface Ledger {
  readonly totals: { readonly consumedTokens: number; readonly openGrants: number; readonly forfeitedGrants: number };
}

const KILLS = 4;
const SPEED = '300';

describe('kill -9 in the middle of a run, and the same command again', () => {
  jest.setTimeout(120_000);
  const folder = new CliFolder();
  let simulator: SpawnedSimulator;
  beforeAll(async () => {
    simulator = await SpawnedSimulator.start(folder.path, ['--plan', '60', '--balance', '300', '--speed', SPEED]);
  });
  afterAll(async () => {
    await simulator.stop();
    folder.remove();
  });

  it('loses no item, buys nothing twice but the requests in flight, and needs no manual step', async () => {
    const env = { KEEPA_API_KEY: 'kill-nine-key', KEEPA_BASE_URL: simulator.url };
    const argv = ['run', '--db', 'deals.db', '--json', '--speed', SPEED, '--until-deals', '120'];
    const killed: SpawnedCli[] = [];
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const run = new SpawnedCli(argv, folder.path, env);
      await run.seen(/"unit.planned"/, 2 * kill);
      await run.kill('SIGKILL');
      killed.push(run);
    }
    const last = new SpawnedCli(argv, folder.path, env);
    expect(await last.ended).toMatchObject({ code: 0 });

    const books = await simulator.books();
    const { totals } = JSON.parse((await folder.run(['tokens', '--db', 'deals.db', '--format', 'json'])).stdout) as Ledger;
    const inFlightTokens = books.tokensCharged! - totals.consumedTokens;
    expect(inFlightTokens).toBeGreaterThanOrEqual(0);
    // One request is in flight at a time: a page, a peek of 50, or a commit of at most (300 + 180) / 13 ASINs at their worst.
    expect(inFlightTokens).toBeLessThanOrEqual(KILLS * 480);
    expect(books.minBalance!).toBeGreaterThanOrEqual(-180);
    expect(books.rejected429).toBe(0);

    const events = [...killed, last].flatMap((run) => run.events());
    const stored = events.flatMap((event) => (event.type === 'deal.stored' ? [event.asin] : []));
    expect(new Set(stored).size).toBe(stored.length);
    const delivered = events.reduce((sum, event) => sum + (event.type === 'page.scanned' ? event.itemsAdded : 0), 0);
    const durable = await itemsIn(join(folder.path, 'deals.db'));
    // A page whose commit survived but whose line was cut by the kill is durable and was not told.
    expect(durable).toBeGreaterThanOrEqual(delivered);
    const deals = (await folder.run(['deals', '--db', 'deals.db', '--format', 'ndjson', '--all'])).stdout.trim().split('\n');
    expect(deals.length).toBeGreaterThanOrEqual(new Set(stored).size);
  });
});

/** Work items in any state. */
async function itemsIn(path: string): Promise<number> {
  const { store, close } = await openStore({ store: { use: 'sqlite', options: { path } } });
  const [job] = await store.jobStatus(0);
  await close();
  return Object.values(job!.items).reduce((sum, items) => sum + items, 0);
}
