import { join } from 'node:path';
import { openStore, SystemClock } from '@smart-ingestor/composition';
import { CliFolder } from '../testing/cli';
import { integrityOf, storedVersionsOf } from '../testing/integrity';
import { SpawnedCli, SpawnedSimulator } from '../testing/spawned-cli';

interface Ledger {
  readonly entries: readonly { readonly worst: number; readonly consumed: number | null }[];
  readonly totals: { readonly consumedTokens: number; readonly openGrants: number; readonly forfeitedGrants: number };
}

const KILLS = Number(process.env['SMART_INGESTOR_KILLS'] ?? 20);
const SEED = Number(process.env['SMART_INGESTOR_KILL_SEED'] ?? 1);
/** A lease of 90 s is 4.5 s here: much faster, and a busy machine would lose leases that a living process holds. */
const SPEED = '20';
/** From the start of the process to the first sign that it works again, beyond what any command of ours needs to start on this machine now. */
const RESUME_MS = 2_000;
const LONGEST_LIFE_MS = 3_000;
const WORKS_AGAIN = /"(unit\.planned|wait\.started|request\.settled)"/;

/** Whole numbers from 1 to `max`, the same ones for the same seed (mulberry32). */
function dice(seed: number): (max: number) => number {
  let state = seed;
  return (max) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return 1 + (((mixed ^ (mixed >>> 14)) >>> 0) % max);
  };
}

describe(`kill -9 at ${KILLS} moments of a run (SMART_INGESTOR_KILLS, SMART_INGESTOR_KILL_SEED=${SEED}), and the same command again`, () => {
  jest.setTimeout(60_000 + KILLS * 10_000);
  const folder = new CliFolder();
  let simulator: SpawnedSimulator;
  beforeAll(async () => {
    simulator = await SpawnedSimulator.start(folder.path, ['--plan', '300', '--balance', '600', '--catalogue', '30000', '--speed', SPEED]);
  });
  afterAll(async () => {
    await simulator.stop();
    await folder.remove();
  });

  it('loses no item, stores none twice, buys nothing twice but the requests in flight, and needs no manual step', async () => {
    const env = { KEEPA_API_KEY: 'kill-nine-key', KEEPA_BASE_URL: simulator.url };
    const argv = ['run', '--db', 'deals.db', '--json', '--speed', SPEED];
    const file = join(folder.path, 'deals.db');
    const roll = dice(SEED);
    const killed: SpawnedCli[] = [];
    const resumedMs: number[] = [];
    const startMs: number[] = [];
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const run = new SpawnedCli(argv, folder.path, env);
      resumedMs.push(await durationMs(() => run.seen(WORKS_AGAIN)));
      // Where everything is bought that the feed shows, there is little to tell: it dies idle then.
      await Promise.race([run.seen(/^\{/, roll(30)), new SystemClock().sleep(LONGEST_LIFE_MS)]);
      await run.kill('SIGKILL');
      killed.push(run);
      if (kill % 4 === 1) startMs.push(await durationMs(() => new SpawnedCli(['--version'], folder.path).ended));
    }
    expect(integrityOf(file)).toBe('ok');
    const last = new SpawnedCli([...argv, '--for', '3m'], folder.path, env);
    expect(await last.ended).toMatchObject({ code: 0 });
    expect(integrityOf(file)).toBe('ok');
    expect(median(resumedMs) - median(startMs)).toBeLessThan(RESUME_MS);

    const books = await simulator.books();
    const { totals, entries } = JSON.parse((await folder.run(['tokens', '--db', 'deals.db', '--format', 'json'])).stdout) as Ledger;
    // Every request whose answer a kill took is in the ledger, at its worst: there is no spending that it does not explain.
    const lostTokens = entries.reduce((sum, { worst, consumed }) => sum + (consumed === null ? worst : 0), 0);
    const unexplainedTokens = books.tokensCharged! - totals.consumedTokens;
    expect(unexplainedTokens).toBeGreaterThanOrEqual(0);
    expect(unexplainedTokens).toBeLessThanOrEqual(lostTokens);
    expect(books.minBalance!).toBeGreaterThanOrEqual(-180);
    expect(books.rejected429).toBe(0);

    const events = [...killed, last].flatMap((run) => run.events());
    const stored = events.flatMap((event) => (event.type === 'deal.stored' ? [event.asin] : []));
    expect(stored.length).toBeGreaterThan(0);
    // A newer version that a page shows while the older one is being bought is another item, and may be bought as well.
    const versions = storedVersionsOf(file);
    expect(stored.filter((asin, n) => stored.slice(0, n).filter((before) => before === asin).length >= (versions.get(asin) ?? 0))).toEqual([]);
    expect(new Set(stored).size).toBeGreaterThanOrEqual(0.98 * stored.length);
    const delivered = events.reduce((sum, event) => sum + (event.type === 'page.scanned' ? event.itemsAdded : 0), 0);
    const { items, runs } = await databaseOf(file);
    // A page whose commit survived but whose line was cut by the kill is durable and was not told.
    expect(items).toBeGreaterThanOrEqual(delivered);
    expect(runs).toBe(0);
    const deals = (await folder.run(['deals', '--db', 'deals.db', '--format', 'ndjson', '--all'])).stdout.trim().split('\n');
    const kept = new Set(deals.map((line) => (JSON.parse(line) as { asin: string }).asin));
    expect(stored.filter((asin) => !kept.has(asin))).toEqual([]);
  });
});

async function durationMs(what: () => Promise<unknown>): Promise<number> {
  const clock = new SystemClock();
  const startedMs = clock.nowMs();
  await what();
  return clock.nowMs() - startedMs;
}

/** A machine that does other things as well may be slow once. */
function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

/** Work items in any state, and runs that are still said to be there. */
async function databaseOf(path: string): Promise<{ readonly items: number; readonly runs: number }> {
  const { store, close } = await openStore({ store: { use: 'sqlite', options: { path } } });
  const [job] = await store.jobStatus(0);
  const runs = await store.runs.list();
  await close();
  return { items: Object.values(job!.items).reduce((sum, items) => sum + items, 0), runs: runs.length };
}
