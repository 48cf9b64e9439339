import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { definePlugin, TOKEN_POLICY } from '@smart-ingestor/contracts';
import { configFolder, problemsOf } from '../testing/config-folder';
import { configTemplate } from './config-template';
import { loadConfig } from './load-config';

async function loadedFrom(files: Record<string, string>, rest: Partial<Parameters<typeof loadConfig>[0]> = {}) {
  const folder = configFolder(files);
  try {
    return await loadConfig({ cwd: folder.path, env: {}, ...rest });
  } finally {
    folder.remove();
  }
}

const FIXED_3 = { use: 'fixed', options: { size: 3 } };

describe('loadConfig', () => {
  it('needs no file: the defaults are the tiers low and standard, the job books-us, one account and an SQLite file', async () => {
    const { config, origins, file } = await loadedFrom({});
    expect(file).toBeNull();
    expect(Object.keys(config.accounts)).toEqual(['main']);
    expect(config.accounts.main).toMatchObject({ tier: 'auto', onBlocked: 'wait', retryLimit: 8, baseUrl: 'https://api.keepa.com' });
    expect(config.tiers).toEqual({
      low: {
        whenRefill: { from: 0, below: 20 },
        tokenPolicy: { use: 'deficit-limit', options: { maxDeficitTokens: 180 } },
        batchPolicy: { use: 'refill-tier', options: { boundaryRefillPerMinute: 20, sizeAtOrAbove: 50, sizeBelow: 20 } },
        dealValue: { use: 'newest-first', options: {} },
      },
      standard: {
        whenRefill: { from: 20 },
        tokenPolicy: { use: 'deficit-limit', options: { maxDeficitTokens: 180 } },
        batchPolicy: { use: 'refill-tier', options: { boundaryRefillPerMinute: 20, sizeAtOrAbove: 50, sizeBelow: 20 } },
        dealValue: { use: 'newest-first', options: {} },
      },
    });
    expect(config.jobs['books-us']).toMatchObject({
      source: { use: 'deal-feed', options: { selection: { domainId: 1, includeCategories: [283155] } } },
      filter: { use: 'deal-rules' },
      peek: { statsDays: 90 },
      commit: { offers: 20, statsDays: 90, historyDays: 90, stock: false, rating: true },
    });
    expect(config.store).toMatchObject({ use: 'sqlite', options: { path: './data/smart-ingestor.db' } });
    expect(new Set(Object.values(origins))).toEqual(new Set(['default']));
  });

  it.each([
    ['ts', `const size: number = 3;\nexport default { tiers: { low: { batchPolicy: { use: 'fixed' as const, options: { size } } } } };`],
    ['mts', `export default { tiers: { low: { batchPolicy: { use: 'fixed', options: { size: 3 as number } } } } };`],
    ['cts', `module.exports = { tiers: { low: { batchPolicy: { use: 'fixed', options: { size: 3 } } } } };`],
    ['js', `export default { tiers: { low: { batchPolicy: { use: 'fixed', options: { size: 3 } } } } };`],
    ['mjs', `export default { tiers: { low: { batchPolicy: { use: 'fixed', options: { size: 3 } } } } };`],
    ['cjs', `module.exports = { tiers: { low: { batchPolicy: { use: 'fixed', options: { size: 3 } } } } };`],
    ['json', `{ "tiers": { "low": { "batchPolicy": { "use": "fixed", "options": { "size": 3 } } } } }`],
    ['yaml', `tiers:\n  low:\n    batchPolicy: { use: fixed, options: { size: 3 } }\n`],
    ['yml', `tiers:\n  low:\n    batchPolicy: { use: fixed, options: { size: 3 } }\n`],
  ])('reads smart-ingestor.config.%s, and a tier merges over the built-in one of its name', async (extension, text) => {
    const name = `smart-ingestor.config.${extension}`;
    const { config, origins, file } = await loadedFrom({ [name]: text });
    expect(file?.endsWith(name)).toBe(true);
    expect(config.tiers.low).toMatchObject({ whenRefill: { from: 0, below: 20 }, tokenPolicy: { use: 'deficit-limit' }, batchPolicy: FIXED_3 });
    expect(origins['tiers.low.batchPolicy.options.size']).toBe(`file ${name}`);
    expect(origins['tiers.low.tokenPolicy.use']).toBe('default');
  });

  it('lets flags win over the environment, the environment over the file, the file over the defaults, and says so for each value', async () => {
    const file = JSON.stringify({
      accounts: { main: { key: 'written-into-the-file', baseUrl: 'http://localhost:1', retryLimit: 3 } },
      store: { use: 'sqlite', options: { path: 'file.db', rawRetentionDays: 3 } },
    });
    const env = { KEEPA_API_KEY: 'from-the-environment', KEEPA_BASE_URL: 'http://localhost:2', SMART_INGESTOR_DB: 'env.db' };
    const { config, origins } = await loadedFrom({ 'smart-ingestor.config.json': file }, { env, flags: { db: 'flag.db' } });
    const { main } = config.accounts;
    expect([main?.key.reveal('main'), main?.baseUrl, main?.retryLimit]).toEqual(['from-the-environment', 'http://localhost:2', 3]);
    expect(config.store.options).toMatchObject({ path: 'flag.db', rawRetentionDays: 3 });
    expect(origins).toMatchObject({
      'accounts.main.key': 'environment KEEPA_API_KEY',
      'accounts.main.baseUrl': 'environment KEEPA_BASE_URL',
      'accounts.main.retryLimit': 'file smart-ingestor.config.json',
      'accounts.main.onBlocked': 'default',
      'store.options.path': 'flag --db',
      'store.options.rawRetentionDays': 'file smart-ingestor.config.json',
      'store.options.busyTimeoutMs': 'default',
    });
    expect((await loadedFrom({ 'smart-ingestor.config.json': file }, { env })).origins['store.options.path']).toBe('environment SMART_INGESTOR_DB');
  });

  it('takes address, key and database of --simulate together, and --db still over it', async () => {
    const simulate = { baseUrl: 'http://127.0.0.1:9', key: 'made-up', db: 'simulated.db' };
    const env = { KEEPA_API_KEY: 'real', KEEPA_BASE_URL: 'http://localhost:2', SMART_INGESTOR_DB: 'env.db' };
    const { config, origins } = await loadedFrom({}, { env, flags: { simulate } });
    expect([config.accounts.main?.baseUrl, config.accounts.main?.key.reveal('main'), config.store.options.path]).toEqual([
      'http://127.0.0.1:9',
      'made-up',
      'simulated.db',
    ]);
    expect(origins['accounts.main.key']).toBe('flag --simulate');
    const mine = await loadedFrom({}, { env, flags: { simulate, db: 'mine.db' } });
    expect(mine.config.store.options.path).toBe('mine.db');
  });

  it('chooses the SQLite store where a database file is named, whatever the file says', async () => {
    const { config } = await loadedFrom({ 'smart-ingestor.config.yaml': 'store: { use: memory }' }, { flags: { db: 'x.db' } });
    expect(config.store).toMatchObject({ use: 'sqlite', options: { path: 'x.db' } });
  });

  it('never lets one KEEPA_API_KEY stand for several accounts, nor for a variable that the file names', async () => {
    const env = { KEEPA_API_KEY: 'a', OTHER_KEY: 'b' };
    const several = await loadedFrom({ 'smart-ingestor.config.yaml': 'accounts: { one: { key: first }, two: { key: second } }' }, { env });
    expect([several.config.accounts.one?.key.reveal('one'), several.config.accounts.two?.key.reveal('two')]).toEqual(['first', 'second']);
    const named = await loadedFrom({ 'smart-ingestor.config.yaml': 'accounts: { main: { key: { env: OTHER_KEY } } }' }, { env });
    expect(named.config.accounts.main?.key.reveal('main')).toBe('b');
  });

  it('replaces a refill range and a key as a whole: half of the one below never stays', async () => {
    const files = { 'smart-ingestor.config.yaml': 'tiers: { low: { whenRefill: { from: 0 } }, standard: { whenRefill: { from: 5, below: 6 } } }' };
    expect(await problemsOf(loadedFrom(files))).toEqual([expect.stringContaining('covers 0 and up')]);
    const file = { 'smart-ingestor.config.yaml': 'accounts: { main: { key: { file: ./keepa.key } } }' };
    const { config } = await loadedFrom(file, { env: { KEEPA_API_KEY: 'from-the-environment' } });
    expect(config.accounts.main?.key.reveal('main')).toBe('from-the-environment');
  });

  it('drops the options of a provider that a later layer replaces', async () => {
    const files = { 'smart-ingestor.config.yaml': 'tiers: { low: { tokenPolicy: { use: no-debt } } }' };
    expect((await loadedFrom(files)).config.tiers.low?.tokenPolicy).toEqual({ use: 'no-debt', options: {} });
  });

  it('reads a selection from a file beside the config, verbatim, category ids beyond 2^53 included', async () => {
    const selection = '{"domainId":1,"priceTypes":[2],"includeCategories":[9223372036854775807,283155],"titleSearch":"1234567890123456789"}';
    const loaded = await loadedFrom(
      {
        'conf/my.config.yaml': 'jobs: { books: { source: { options: { selection: ./queries/books.json } } } }',
        'conf/queries/books.json': selection,
      },
      { file: 'conf/my.config.yaml' },
    );
    expect(loaded.config.jobs.books?.source.options.selection).toEqual({
      domainId: 1,
      priceTypes: [2],
      includeCategories: ['9223372036854775807', 283155],
      titleSearch: '1234567890123456789',
    });
    expect(loaded.origins['jobs.books.source.options.selection.priceTypes']).toBe('file books.json');
    expect(loaded.origins['jobs.books.source.use']).toBe('default');
    expect(loaded.origins.jobs).toBe('file my.config.yaml');
  });

  it('accepts providers of plugins that code hands in', async () => {
    const mine = definePlugin({ name: 'mine', slot: TOKEN_POLICY, useValue: { name: 'mine', decide: () => ({ kind: 'allow' as const }) } });
    const files = { 'smart-ingestor.config.yaml': 'tiers: { low: { tokenPolicy: { use: mine } } }' };
    expect((await loadedFrom(files, { plugins: [mine] })).config.tiers.low?.tokenPolicy.use).toBe('mine');
  });

  it('leaves no transpiled copy of the config, which may hold a key, on disk', async () => {
    const folder = configFolder({ 'smart-ingestor.config.ts': `export default { accounts: { main: { key: 'literal' as string } } };` });
    await loadConfig({ cwd: folder.path, env: {} });
    folder.remove();
    // Where jiti keeps its copies unless told otherwise, named after the folder and the file.
    const cache = join(tmpdir(), 'jiti');
    const copies = existsSync(cache) ? readdirSync(cache) : [];
    expect(copies.filter((name) => name.startsWith(basename(folder.path)))).toEqual([]);
  });

  it('writes templates that all say the same and load as they are', async () => {
    const settings = await Promise.all(
      (['ts', 'json', 'yaml'] as const).map(async (format) => {
        const { config } = await loadedFrom({ [`smart-ingestor.config.${format}`]: configTemplate(format) });
        return JSON.parse(JSON.stringify(config)) as unknown;
      }),
    );
    expect(settings[1]).toEqual(settings[0]);
    expect(settings[2]).toEqual(settings[0]);
    expect(settings[0]).toEqual(JSON.parse(JSON.stringify((await loadedFrom({})).config)));
  });
});

describe('a config file that cannot be used', () => {
  const refused = (files: Record<string, string>, file?: string) => problemsOf(loadedFrom(files, { file }));

  it('is named where it is missing, unreadable, of an unknown kind, or there twice', async () => {
    expect(await refused({}, 'nowhere.ts')).toEqual([
      expect.stringMatching(/config file \/.*nowhere\.ts does not exist\. Make one with `smart-ingestor config init`/),
    ]);
    expect(await refused({ 'a.toml': '' }, 'a.toml')).toEqual([expect.stringContaining(`a.toml has the extension '.toml'. Known: .cjs, .cts, .js,`)]);
    expect(await refused({ 'smart-ingestor.config.ts': '', 'smart-ingestor.config.json': '{}' })).toEqual([
      expect.stringMatching(/^smart-ingestor.config.ts and smart-ingestor.config.json are both in /),
    ]);
    expect(await refused({ 'smart-ingestor.config.yaml': '# nothing yet' })).toEqual([expect.stringContaining('cannot be read: it holds nothing.')]);
    expect(await refused({ 'smart-ingestor.config.json': '[]' })).toEqual([expect.stringContaining('must export one object')]);
    expect(await refused({ 'smart-ingestor.config.ts': 'throw new Error("no luck");' })).toEqual([
      expect.stringContaining('cannot be read: no luck.'),
    ]);
  });

  it.each([
    ['json', '{ "accounts": { "main": { "key": "s3cret" } }, }'],
    ['json', '{ "accounts": s3cret }'],
    ['yaml', 'accounts:\n  main: { key: s3cret\n'],
    ['ts', 'export default { accounts: { main: { key: "s3cret" }'],
  ])('says why a broken %s file cannot be read without quoting from it', async (extension, text) => {
    const [problem, ...more] = await refused({ [`smart-ingestor.config.${extension}`]: text });
    expect(more).toEqual([]);
    expect(problem).toMatch(/smart-ingestor\.config\.\w+ cannot be read: .{10,}\. `smart-ingestor config init` writes one that works\.$/);
    expect(problem).not.toContain('s3cret');
  });

  it('names a selection file that is missing or no JSON, together with everything else', async () => {
    const config = 'jobs: { a: { source: { options: { selection: ./a.json } } }, b: { source: { options: { selection: ./b.json } }, comit: {} } }';
    expect(await refused({ 'smart-ingestor.config.yaml': config, 'b.json': '{' })).toEqual([
      expect.stringContaining('jobs.b.comit (file smart-ingestor.config.yaml): unknown key'),
      expect.stringMatching(/^jobs\.a\.source\.options\.selection \(file smart-ingestor\.config\.yaml\): .*a\.json cannot be read: ENOENT/),
      expect.stringMatching(/^jobs\.b\.source\.options\.selection .*b\.json cannot be read: is not valid JSON\. Save the JSON there/),
    ]);
  });
});
