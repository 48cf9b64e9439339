import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CliFolder } from './testing/cli';
import { SpawnedCli, SpawnedSimulator } from './testing/spawned-cli';

const QUIET = expect.not.stringContaining('rror') as string;

describe('the built command as a process of its own', () => {
  const folder = new CliFolder();
  const spawned: SpawnedCli[] = [];
  const simulators: SpawnedSimulator[] = [];
  const start = (...argv: string[]): SpawnedCli => {
    const cli = new SpawnedCli(argv, folder.path);
    spawned.push(cli);
    return cli;
  };
  afterAll(async () => {
    await Promise.all([...spawned.map((cli) => cli.kill('SIGKILL')), ...simulators.map((simulator) => simulator.stop())]);
    await folder.remove();
  });

  it('says on stderr what is wrong, and nothing on stdout', async () => {
    const cli = start('deals', '--sort', 'marign');
    expect(await cli.ended).toEqual({ code: 2, stderr: expect.stringMatching(/^error USAGE: --sort: .*Did you mean "margin"\?\n$/) as string });
    expect(cli.lines).toEqual([]);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends on %s with the summary and %i, after closing its database', async (signal, code) => {
    const cli = start('run', '--simulate', '--plan', '1', '--balance', '-100', '--json');
    await cli.seen(/wait\.started/);
    await cli.kill(signal);
    expect(await cli.ended).toEqual({ code, stderr: QUIET });
    expect(JSON.parse(cli.lines.at(-1)!)).toMatchObject({ type: 'run.finished', summary: { stopped: 'signal' } });
    expect(existsSync(join(folder.path, 'data', 'simulated.db-wal'))).toBe(false);
  });

  it('finishes a request in flight on the first Ctrl-C, and ends at once on the second', async () => {
    const simulator = await SpawnedSimulator.start(folder.path, []);
    simulators.push(simulator);
    await fetch(`${simulator.url}/__sim/set`, { method: 'POST', body: JSON.stringify({ faults: { timeoutAfterChargeRate: 1 } }) });
    const cli = new SpawnedCli(['run', '--json', '--db', 'hanging.db'], folder.path, { KEEPA_API_KEY: 'any', KEEPA_BASE_URL: simulator.url });
    spawned.push(cli);
    await cli.seen(/unit\.planned/);
    // The plan is told just before the request leaves: only the server knows that it is in flight.
    while ((await simulator.books())['tokensCharged'] === 0);
    void cli.kill('SIGINT');
    await cli.seen(/^SIGINT: finishing what is in flight; a second one stops at once\.$/);
    expect(await Promise.race([cli.ended.then(() => 'ended'), simulator.books().then(() => 'in flight')])).toBe('in flight');
    await cli.kill('SIGINT');
    expect((await cli.ended).code).toBe(130);
  });

  it('ends quietly when the reader of stdout goes away', async () => {
    const cli = start('run', '--simulate', '--speed', '1000', '--json');
    await cli.seen(/run\.started/);
    cli.closeStdout();
    expect(await cli.ended).toEqual({ code: 0, stderr: QUIET });
  });

  it('serves a simulator until SIGTERM, and ends with 143', async () => {
    const cli = start('simulator');
    await cli.seen(/^\{"listening":"http:\/\/127\.0\.0\.1:\d+"\}$/);
    await cli.kill('SIGTERM');
    expect(await cli.ended).toEqual({ code: 143, stderr: QUIET });
    expect(cli.lines).toHaveLength(1);
  });
});
