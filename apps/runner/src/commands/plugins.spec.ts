import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CliFolder } from '../testing/cli';

const SLOT = `Symbol.for('smart-ingestor/token-policy@1')`;
const POLICY = `exports.plugin = { name: 'burst', slot: ${SLOT}, useValue: { name: 'burst', decide: () => ({ kind: 'allow' }) } };`;
const MANIFEST = {
  name: '@acme/calm',
  version: '2.1.0',
  peerDependencies: { '@smart-ingestor/contracts': '>=0.1.0' },
  'smart-ingestor': { apiVersion: 1, plugins: [{ name: 'calm', slot: 'token-policy', export: 'calm' }] },
};

describe('plugins', () => {
  let folder: CliFolder;
  beforeEach(() => (folder = new CliFolder()));
  afterEach(() => folder.remove());

  /** A package that is installed and not used; its code would throw. */
  function installCalm(): void {
    mkdirSync(join(folder.path, 'node_modules/@acme/calm'), { recursive: true });
    folder.write('node_modules/@acme/calm/package.json', MANIFEST);
    folder.write('node_modules/@acme/calm/index.js', 'throw new Error("ran");');
    folder.write('package.json', { dependencies: { '@acme/calm': '^2.0.0' } });
  }

  function useBurst(use = './burst'): void {
    folder.write('burst.js', POLICY);
    folder.write('smart-ingestor.config.json', { tiers: { low: { tokenPolicy: { use } } } });
  }

  it('list shows slot, name, where from, use and options, and runs no code that nothing uses', async () => {
    installCalm();
    useBurst();
    const { code, stdout, stderr } = await folder.run(['plugins', 'list']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^token-policy +burst +\.\/burst\.js +tiers\.low\.tokenPolicy +none$/m);
    expect(stdout).toMatch(/^token-policy +calm +@acme\/calm 2\.1\.0 +– +\(not loaded: nothing uses it\)$/m);
    expect(stdout).toMatch(/^token-policy +deficit-limit +built in +tiers\.standard\.tokenPolicy +maxDeficitTokens = 180$/m);
    expect(stdout).toMatch(/^batch-policy +fixed +built in +– +size \(required\)$/m);
  });

  it('list --json tells the same to machines', async () => {
    useBurst();
    const { stdout } = await folder.run(['plugins', 'list', '--json']);
    const { plugins, uses } = JSON.parse(stdout) as Record<'plugins' | 'uses', { name: string }[]>;
    expect(plugins.find(({ name }) => name === 'burst')).toMatchObject({ slot: 'token-policy', usedBy: ['tiers.low.tokenPolicy'], options: [] });
    expect(uses).toContainEqual({
      ...{ path: 'tiers.low.tokenPolicy', slot: 'token-policy', use: './burst' },
      plugin: { name: 'burst', origin: { kind: 'path', from: join(folder.path, 'burst.js'), version: null } },
    });
  });

  it('doctor says what is right, without a key and without making a database', async () => {
    useBurst();
    const { code, stdout, stderr } = await folder.run(['plugins', 'doctor']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^ok +tiers\.low\.tokenPolicy: token-policy 'burst' \(\.\/burst\.js\)$/m);
    expect(stdout).toMatch(/^ok +\d+ providers found, checked and built; nothing was sent or opened$/m);
    expect(existsSync(join(folder.path, 'data'))).toBe(false);
  });

  it('doctor tells everything that is wrong, used or only installed, and exits with 2', async () => {
    installCalm();
    folder.write('node_modules/@acme/calm/package.json', { ...MANIFEST, peerDependencies: { '@smart-ingestor/contracts': '^9.0.0' } });
    useBurst('./brust');
    const { code, stdout, stderr } = await folder.run(['plugins', 'doctor']);
    expect(code).toBe(2);
    expect(stdout).toMatch(/^wrong +tiers\.low\.tokenPolicy: no token-policy, see below$/m);
    expect(stderr).toMatch(/^error CONFIG_INVALID: 2 problems:$/m);
    expect(stderr).toMatch(/tiers\.low\.tokenPolicy\.use \(file .*config\.json, line 1\).*Did you mean 'burst'\?.*\[PLUGIN_NOT_FOUND\]/);
    expect(stderr).toMatch(/installed package '@acme\/calm'.*\^9\.0\.0.*\[PLUGIN_CONTRACTS_MISMATCH\]/);
    const { stdout: json } = await folder.run(['plugins', 'doctor', '--json']);
    expect((JSON.parse(json) as { problems: { code: string }[] }).problems.map((problem) => problem.code)).toEqual([
      'PLUGIN_NOT_FOUND',
      'PLUGIN_CONTRACTS_MISMATCH',
    ]);
  });

  it('run refuses a broken plugin with 2, before a database is there or a token is spent', async () => {
    folder.write('burst.js', 'throw new Error("rates are gone");');
    folder.write('smart-ingestor.config.json', { tiers: { low: { tokenPolicy: { use: './burst' } } } });
    const { code, stdout, stderr } = await folder.run(['run', '--simulate', '--speed', '900', '--once']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error CONFIG_INVALID: tiers\.low\.tokenPolicy\.use .*rates are gone \(at .*burst\.js:1\).*\[PLUGIN_LOAD_FAILED\]$/m);
    expect(existsSync(join(folder.path, 'data'))).toBe(false);
  });
});
