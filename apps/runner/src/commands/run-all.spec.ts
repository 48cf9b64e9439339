import { SystemClock } from '@smart-ingestor/composition';
import { KeepaSimulator, serveSimulator, type SimulatorServer } from '@smart-ingestor/keepa-simulator';
import { CliFolder } from '../testing/cli';

const SPEED = 900;

describe('run with several accounts', () => {
  let folder: CliFolder;
  let servers: SimulatorServer[];
  beforeEach(() => {
    folder = new CliFolder();
    servers = [];
  });
  afterEach(async () => {
    await folder.remove();
    await Promise.all(servers.map((server) => server.close()));
  });

  /** A simulator that accepts one key alone, on a port of its own. */
  async function serve(refillPerMinute: number, key: string): Promise<string> {
    const clock = new SystemClock({ speed: SPEED });
    const server = await serveSimulator(new KeepaSimulator({ clock, refillPerMinute, key }), { port: 0 });
    servers.push(server);
    return server.url;
  }

  it('runs all of them at once; a refused key ends its own account with 4, and the other does its work', async () => {
    const [good, strict] = [await serve(20, 'good-key'), await serve(5, 'another-key')];
    const config = folder.write('two.json', {
      accounts: { wrong: { key: 'wrong-key', baseUrl: strict }, good: { key: 'good-key', baseUrl: good } },
    });
    const { code, stdout, stderr } = await folder.run(['run', '--speed', String(SPEED), '--until-deals', '3', '--config', config]);
    expect(code).toBe(4);
    expect(stdout).toMatch(/^account good$/m);
    expect(stdout).toMatch(/^stopped +enough deals/m);
    expect(stdout).not.toMatch(/^account wrong$/m);
    expect(stderr).toMatch(/^account wrong ended before the others:\nerror KEY_REFUSED: /m);
    expect(stdout + stderr).not.toMatch(/good-key|wrong-key/);
  });

  it('runs one where it is named', async () => {
    const good = await serve(20, 'good-key');
    const config = folder.write('two.json', {
      accounts: { good: { key: 'good-key', baseUrl: good }, other: { key: { env: 'NOT_SET' }, baseUrl: good } },
    });
    const argv = ['run', '--speed', String(SPEED), '--until-deals', '1', '--config', config];
    const { code, stdout } = await folder.run([...argv, '--account', 'good']);
    expect(code).toBe(0);
    expect(stdout).not.toContain('account good');
    const all = await folder.run(argv);
    expect({ code: all.code, stderr: all.stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('NOT_SET (accounts.other.key) is not set') as string,
    });
  });
});
