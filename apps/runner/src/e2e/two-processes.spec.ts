import { CliFolder } from '../testing/cli';
import { SpawnedCli, SpawnedSimulator } from '../testing/spawned-cli';

/** A lease of 90 s is 1.5 s here: much faster, and a busy machine would lose leases that a living process holds. */
const SPEED = '60';

describe('two processes on one database and one key', () => {
  jest.setTimeout(120_000);
  const folder = new CliFolder();
  afterAll(() => folder.remove());

  it('share one ledger: the balance never falls below the floor, nothing is refused, nothing is stored twice', async () => {
    const simulator = await SpawnedSimulator.start(folder.path, ['--plan', '100', '--balance', '100', '--speed', SPEED]);
    const env = { KEEPA_API_KEY: 'shared-key', KEEPA_BASE_URL: simulator.url };
    const argv = ['run', '--db', 'shared.db', '--json', '--speed', SPEED, '--for', '20m'];
    const runs = [new SpawnedCli(argv, folder.path, env), new SpawnedCli(argv, folder.path, env)];
    for (const run of runs) expect(await run.ended).toMatchObject({ code: 0, stderr: expect.not.stringContaining('error') as string });
    const books = await simulator.books();
    await simulator.stop();

    expect(books.minBalance!).toBeGreaterThanOrEqual(-180);
    expect(books.rejected429).toBe(0);
    const stored = runs.flatMap((run) => run.events().flatMap((event) => (event.type === 'deal.stored' ? [event.asin] : [])));
    expect(stored.length).toBeGreaterThan(10);
    expect(new Set(stored).size).toBe(stored.length);
    for (const run of runs) expect(run.events().some((event) => event.type === 'request.settled')).toBe(true);
    const { totals } = JSON.parse((await folder.run(['tokens', '--db', 'shared.db', '--format', 'json'])).stdout) as {
      totals: { consumedTokens: number };
    };
    expect(totals.consumedTokens).toBe(books.tokensCharged);
  });
});
