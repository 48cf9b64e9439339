import { join } from 'node:path';
import { CliFolder } from '../testing/cli';

describe('run refuses what cannot work, with an exit code that says whose turn it is', () => {
  let folder: CliFolder;
  beforeEach(() => (folder = new CliFolder()));
  afterEach(() => folder.remove());

  it.each(['--plan', '--balance', '--seed'])('%s without --simulate', async (flag) => {
    expect(await folder.run(['run', flag, '5'])).toEqual({
      ...{ code: 2, stdout: '' },
      stderr: `error USAGE: ${flag}: sets up the embedded simulator, so it needs --simulate.\n`,
    });
  });

  it('every wrong value at once', async () => {
    const argv = ['run', '--simulate', '--plan', '0', '--balance', 'x', '--seed', '-1', '--speed', '0.5', '--until-deals', '0', '--for', '2'];
    const { code, stderr } = await folder.run(argv);
    expect(code).toBe(2);
    expect(stderr).toBe(
      [
        'error USAGE: 6 problems:',
        '  - --plan: expected an integer from 1 to 10000, got "0".',
        '  - --balance: expected an integer from -100000 to 600000, got "x".',
        '  - --seed: expected an integer from 0 to 4294967295, got "-1".',
        '  - --speed: expected a number from 1 to 10000, got "0.5".',
        '  - --until-deals: expected an integer from 1 to 1000000000, got "0".',
        '  - --for: expected a duration with its unit, such as 90s, 30m, 2h or 1d, got "2".',
        '',
      ].join('\n'),
    );
  });

  it('speed against Keepa itself', async () => {
    const { code, stderr } = await folder.run(['run', '--speed', '60'], { KEEPA_API_KEY: 'some-key' });
    expect(code).toBe(2);
    expect(stderr).toBe(
      'error USAGE: --speed: 60 needs a simulator, but account "main" talks to api.keepa.com. ' +
        'Add --simulate, or set KEEPA_BASE_URL to a simulator on this machine.\n',
    );
  });

  it('a run without a key', async () => {
    const { code, stderr } = await folder.run(['run']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/error CONFIG_INVALID: .*KEEPA_API_KEY.*--simulate/);
  });

  it('a config with problems, all at once and before anything is spent', async () => {
    const config = folder.write('bad.json', {
      jbos: {},
      jobs: { books: { commit: { offers: 10 }, source: { options: { selection: { dateRange: '4' } } } } },
    });
    const { code, stdout, stderr } = await folder.run(['run', '--simulate', '--config', config]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error CONFIG_INVALID: 5 problems:/);
    expect(stderr).toMatch(/jbos.*did you mean 'jobs'/);
    expect(stderr).toMatch(/jobs\.books\.commit\.offers.*20 to 100.*10/);
    for (const member of ['domainId', 'priceTypes', 'dateRange'])
      expect(stderr).toMatch(new RegExp(`jobs\\.books\\.source\\.options\\.selection .*${member}: `));
  });

  it('an account that the config does not have', async () => {
    const { code, stderr } = await folder.run(['run', '--simulate', '--account', 'mian']);
    expect(code).toBe(2);
    expect(stderr).toContain("error CONFIG_INVALID: unknown account 'mian'; did you mean 'main'?");
  });

  it('a database in a place that cannot be', async () => {
    const file = folder.write('a-file', '');
    const { code, stderr } = await folder.run(['run', '--simulate', '--db', join(file, 'deals.db')]);
    expect({ code, stderr }).toEqual({ code: 5, stderr: expect.stringMatching(/error STORE_UNAVAILABLE: .*a-file .*--db/) as string });
  });

  it('a host that nobody answers on', async () => {
    const config = folder.write('quick.json', { accounts: { main: { retryLimit: 1 } } });
    const { code, stderr } = await folder.run(['run', '--speed', '10000', '--config', config], {
      ...{ KEEPA_API_KEY: 'secret-key-1234567890', KEEPA_BASE_URL: 'http://127.0.0.1:9' },
    });
    expect({ code, stderr }).toEqual({ code: 5, stderr: expect.stringMatching(/error KEEPA_UNREACHABLE: /) as string });
    expect(stderr).not.toContain('secret-key');
  });

  it('a blocked request where the config says throw', async () => {
    const config = folder.write('throw.json', { accounts: { main: { onBlocked: 'throw' } } });
    const { code, stderr } = await folder.run(['run', '--simulate', '--plan', '5', '--balance', '-100', '--config', config]);
    expect(code).toBe(3);
    expect(stderr).toMatch(/error TOKEN_RECHARGE: .*Tokens suffice in \d+ s/);
  });
});
