import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CliFolder } from '../testing/cli';

describe('config', () => {
  let folder: CliFolder;
  beforeEach(() => (folder = new CliFolder()));
  afterEach(() => folder.remove());

  it.each(['json', 'yaml'])('init --format %s writes a file that check accepts, and never overwrites one', async (format) => {
    const first = await folder.run(['config', 'init', '--format', format]);
    expect(first).toMatchObject({ code: 0, stdout: `Wrote smart-ingestor.config.${format}. Next: smart-ingestor config check\n` });
    expect(await folder.run(['config', 'check'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^ok: .*smart-ingestor\.config\./) as string,
    });
    const file = join(folder.path, `smart-ingestor.config.${format}`);
    const written = readFileSync(file, 'utf8');
    const second = await folder.run(['config', 'init']);
    expect(second.code).toBe(2);
    expect(second.stderr).toContain(`${file} is there already and is never overwritten`);
    expect(readFileSync(file, 'utf8')).toBe(written);
  });

  it('init writes TypeScript unless asked otherwise', async () => {
    expect((await folder.run(['config', 'init'])).code).toBe(0);
    expect(readFileSync(join(folder.path, 'smart-ingestor.config.ts'), 'utf8')).toContain('export default');
  });

  it('init says which formats there are', async () => {
    const { code, stderr } = await folder.run(['config', 'init', '--format', 'yml']);
    expect(code).toBe(2);
    expect(stderr).toBe('error USAGE: --format: expected one of ts, json, yaml, got "yml". Did you mean "yaml"?\n');
  });

  it('check accepts no config at all, and lists every problem of a wrong one', async () => {
    expect(await folder.run(['config', 'check'])).toMatchObject({ code: 0, stdout: expect.stringContaining('ok: no config file') as string });
    const config = folder.write('wrong.json', { store: { use: 'sqlit' }, tiers: { low: { whenRefill: { from: 0, below: 10 } } } });
    const { code, stdout, stderr } = await folder.run(['config', 'check', '--config', config]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/error CONFIG_INVALID: 2 problems:/);
    expect(stderr).toMatch(/sqlit.*did you mean/i);
    expect(stderr).toMatch(/from 10 to below 20 have no tier/);
  });

  it('check names a --config that is not there', async () => {
    const { code, stderr } = await folder.run(['config', 'check', '--config', './nowhere.json']);
    expect(code).toBe(2);
    expect(stderr).toContain('nowhere.json');
  });

  it('print names the layer of each value and shows no key', async () => {
    const key = 'k'.repeat(64);
    const config = folder.write('mine.json', { accounts: { main: { key, retryLimit: 3 } } });
    const { code, stdout } = await folder.run(['config', 'print', '--config', config, '--db', './other.db'], {
      KEEPA_BASE_URL: 'http://127.0.0.1:8080',
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^accounts\.main\.retryLimit +3 +file mine\.json$/m);
    expect(stdout).toMatch(/^accounts\.main\.baseUrl +http:\/\/127\.0\.0\.1:8080 +environment KEEPA_BASE_URL$/m);
    expect(stdout).toMatch(/^store\.options\.path +.*other\.db +flag --db$/m);
    expect(stdout).toMatch(/^tiers\.low\.tokenPolicy\.use +deficit-limit +default$/m);
    expect(stdout).not.toContain(key);
  });

  it('schema prints the JSON Schema of a config file', async () => {
    const { code, stdout } = await folder.run(['config', 'schema']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ type: 'object', properties: { accounts: {}, tiers: {}, jobs: {}, store: {} } });
  });
});
