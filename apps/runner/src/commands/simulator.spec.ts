import { CliFolder, type StartedCli } from '../testing/cli';

async function listening({ io }: StartedCli): Promise<string> {
  await io.stdout.seen(/\n/);
  return (JSON.parse(io.stdout.lines()[0]!) as { listening: string }).listening;
}

describe('simulator', () => {
  let folder: CliFolder;
  beforeEach(() => (folder = new CliFolder()));
  afterEach(() => folder.remove());

  it('says as its first line where it listens, serves the account that was asked for, and ends on SIGTERM', async () => {
    const started = folder.start(['simulator', '--port', '0', '--plan', '5', '--balance', '-12', '--seed', '3', '--speed', '60']);
    const url = await listening(started);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const state = (await (await fetch(`${url}/__sim/state`)).json()) as object;
    expect(state).toMatchObject({ balance: -12, refillPerMinute: 5, capacity: 300, requests: 0, minBalance: null });
    started.io.stop('SIGTERM');
    expect((await started.result).code).toBe(143);
    await expect(fetch(`${url}/__sim/state`)).rejects.toThrow();
  });

  it('knows only the key it was given: a run with another one is refused with 4', async () => {
    const started = folder.start(['simulator', '--key', 'right', '--catalogue', '500']);
    const url = await listening(started);
    const { code, stderr } = await folder.run(['run', '--once'], { KEEPA_BASE_URL: url, KEEPA_API_KEY: 'wrong-key-000000000000' });
    started.io.stop('SIGINT');
    expect((await started.result).code).toBe(130);
    expect({ code, stderr }).toEqual({ code: 4, stderr: expect.stringMatching(/error KEY_REFUSED: /) as string });
    expect(stderr).not.toContain('wrong-key');
  });

  it('is followed by a run of the same speed in another process', async () => {
    const started = folder.start(['simulator', '--speed', '10000']);
    const env = { KEEPA_BASE_URL: await listening(started), KEEPA_API_KEY: 'any' };
    const { code, stdout } = await folder.run(['run', '--speed', '10000', '--until-deals', '3'], env);
    started.io.stop('SIGTERM');
    await started.result;
    expect(code).toBe(0);
    expect(stdout).toMatch(/^stopped +enough deals/m);
  });

  it('refuses a port in use with 5 and says what to do', async () => {
    const started = folder.start(['simulator']);
    const port = new URL(await listening(started)).port;
    const { code, stderr } = await folder.run(['simulator', '--port', port]);
    started.io.stop('SIGTERM');
    await started.result;
    expect(code).toBe(5);
    expect(stderr).toMatch(new RegExp(`^error EADDRINUSE: .*${port}.*choose another --port, or 0`));
  });

  it('lists every wrong flag at once', async () => {
    const flags = ['--port', '70000', '--plan', 'x', '--catalogue', '0', '--lockout-for', '12h', '--key', ''];
    const { code, stdout, stderr } = await folder.run(['simulator', ...flags]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    for (const flag of ['--port', '--plan', '--catalogue', '--lockout-for', '--key']) expect(stderr).toContain(`  - ${flag}: `);
  });

  it('refuses a folder without recordings', async () => {
    const { code, stderr } = await folder.run(['simulator', '--recordings', './nowhere']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error USAGE: --recordings: .*nowhere/);
  });
});
