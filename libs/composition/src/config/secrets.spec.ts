import { inspect } from 'node:util';
import { configFolder, problemsOf } from '../testing/config-folder';
import { configJsonSchema } from './config-schema';
import { loadConfig } from './load-config';
import { printableConfig } from './printable-config';

const KEY = `${'a1'.repeat(29)}SECRET`;

async function attempt(config: unknown, env: Record<string, string> = {}) {
  const folder = configFolder({ 'smart-ingestor.config.json': JSON.stringify(config) });
  try {
    return await loadConfig({ cwd: folder.path, env });
  } finally {
    folder.remove();
  }
}

describe('a Keepa key', () => {
  it.each([
    ['where it belongs, of the wrong type', { accounts: { main: { key: [KEY] } } }],
    ['under a misspelled name', { accounts: { main: { kee: KEY } } }],
    ['in place of the account', { accounts: { main: KEY } }],
    ['in place of the accounts', { accounts: KEY }],
    ['in a tier', { accounts: { main: { tier: KEY } } }],
    ['in an address', { accounts: { main: { baseUrl: `https://api.keepa.com/?key=${KEY}` } } }],
    ['short, in an address', { accounts: { main: { baseUrl: 'https://api.keepa.com/?key=SECRET' } } }],
    ['short, as a variable', { accounts: { main: { key: { evn: 'SECRET' } } } }],
    ['in the options of a transport', { accounts: { main: { transport: { options: { key: 'SECRET', requestTimeoutMs: KEY } } } } }],
    ['as the name of a provider', { store: { use: KEY } }],
    ['as an option of a provider', { tiers: { low: { batchPolicy: { use: 'fixed', options: { size: KEY } } } } }],
    ['as the name of a job', { jobs: { [KEY]: { x: 1 } } }],
  ])('is in no error: %s', async (_where, config) => {
    const problems = await problemsOf(attempt(config));
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.join('\n')).not.toContain('SECRET');
  });

  it('is in no error object either, however it is inspected', async () => {
    const error: unknown = await attempt({ accounts: { main: { key: KEY, tier: 'x' } } }).catch((reason: unknown) => reason);
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain('SECRET');
    expect(JSON.stringify(error)).not.toContain('SECRET');
  });
});

describe('the printed config', () => {
  it('shows every value with its layer, and of keys only where they are read', async () => {
    const env = { KEEPA_BASE_URL: 'http://127.0.0.1:3000', SOME_KEY: KEY };
    const config = { accounts: { a: { key: KEY }, b: { key: { env: 'SOME_KEY' } }, c: { key: { file: './c.key' } }, d: {} } };
    const printed = printableConfig(await attempt(config, env));
    expect(JSON.stringify(printed)).not.toContain('SECRET');
    const settings = new Map(printed.map(({ path, value, layer }) => [path, `${value} | ${layer}`]));
    expect(settings.get('accounts.a.key')).toBe('*** | file smart-ingestor.config.json');
    expect(settings.get('accounts.b.key')).toBe('SOME_KEY (set) | file smart-ingestor.config.json');
    expect(settings.get('accounts.c.key')).toBe('file ./c.key | file smart-ingestor.config.json');
    expect(settings.get('accounts.d.key')).toBe('KEEPA_API_KEY (not set) | default');
    expect(settings.get('accounts.d.baseUrl')).toBe('http://127.0.0.1:3000 | environment KEEPA_BASE_URL');
    expect(settings.get('tiers.low.tokenPolicy.options.maxDeficitTokens')).toBe('180 | default');
    expect(settings.get('jobs.books-us.source.options.selection.deltaPercentRange')).toBe('[10,2147483647] | default');
  });
});

describe('the JSON Schema of the config', () => {
  it('knows every section, all of them optional', () => {
    const schema = configJsonSchema();
    expect(Object.keys(schema.properties as object).sort()).toEqual(['accounts', 'jobs', 'listeners', 'store', 'tiers']);
    expect(schema.required).toBeUndefined();
    expect(schema.additionalProperties).toBe(false);
  });
});
