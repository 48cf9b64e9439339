import { configFolder, problemsOf } from '../testing/config-folder';
import { loadConfig } from './load-config';

/** The problems that a config file with this content is refused with. */
async function problemsIn(config: unknown, env: Record<string, string> = {}): Promise<readonly string[]> {
  const folder = configFolder({ 'smart-ingestor.config.json': JSON.stringify(config) });
  try {
    return await problemsOf(loadConfig({ cwd: folder.path, env }));
  } finally {
    folder.remove();
  }
}

const FILE = '(file smart-ingestor.config.json)';

describe('a config that cannot work', () => {
  it('names every unknown key with what was probably meant', async () => {
    expect(await problemsIn({ tier: {}, tiers: { low: { batchPolcy: { use: 'fixed' } } }, jobs: { b: { comit: {} } } })).toEqual([
      `tiers.low.batchPolcy ${FILE}: unknown key; did you mean 'batchPolicy'? Known here: batchPolicy, dealValue, tokenPolicy, whenRefill.`,
      `jobs.b.comit ${FILE}: unknown key; did you mean 'commit'? Known here: commit, filter, peek, prune, refresh, refreshWithin, sellers, source.`,
      `tier ${FILE}: unknown key; did you mean 'tiers'? Known here: accounts, jobs, listeners, store, tiers.`,
    ]);
  });

  it('names wrong types, ranges and values got', async () => {
    const config = {
      accounts: { main: { onBlocked: 'sleep', retryLimit: 0, tier: 5, baseUrl: 'api.keepa.com' } },
      tiers: { low: { whenRefill: { from: '0', below: 20 } } },
      jobs: { books: { commit: { offers: 10, stock: 'yes' }, peek: 90 }, 'my job': {} },
      store: 'memory',
    };
    expect(await problemsIn(config)).toEqual([
      `accounts.main.tier ${FILE}: must be 'auto' or the name of a tier; got 5.`,
      `accounts.main.baseUrl ${FILE}: must be an http or https address without user, query and fragment, such as https://api.keepa.com; got "api.keepa.com".`,
      `accounts.main.onBlocked ${FILE}: must be 'wait' or 'throw'; got "sleep".`,
      `accounts.main.retryLimit ${FILE}: must be a whole number from 1 to 1000 (failures in a row after which Keepa counts as unreachable); got 0.`,
      `tiers.low.whenRefill.from ${FILE}: must be a number of tokens per minute, 0 or more; got "0".`,
      `jobs.books.peek ${FILE}: must be an object; got 90.`,
      `jobs.books.commit.offers ${FILE}: must be a whole number from 20 to 100 (Keepa refuses less than 20; leave it out for 20); got 10.`,
      `jobs.books.commit.stock ${FILE}: must be true or false; got "yes".`,
      `jobs.my job ${FILE}: is not a name for jobs: use 1 to 64 letters, digits, - and _.`,
      `store ${FILE}: must be { use: 'sqlite', options: { … } }; got "memory".`,
    ]);
  });

  it('names both tiers and the numbers of a hole', async () => {
    expect(await problemsIn({ tiers: { standard: { whenRefill: { from: 25 } } } })).toEqual([
      `tiers.low.whenRefill (default) ends below 20 and tiers.standard.whenRefill ${FILE} starts at 25: refill rates from 20 to below 25 have no tier. ` +
        'Make tiers.low.whenRefill.below and tiers.standard.whenRefill.from the same number.',
    ]);
  });

  it('names both tiers and the numbers of an overlap', async () => {
    expect(await problemsIn({ tiers: { low: { whenRefill: { from: 0, below: 30 } }, tiny: { whenRefill: { from: 1, below: 2 } } } })).toEqual([
      `tiers.low.whenRefill ${FILE} covers 0 to below 30 and tiers.tiny.whenRefill ${FILE} covers 1 to below 2: refill rates from 1 to below 2 have two tiers. ` +
        'Make tiers.low.whenRefill.below and tiers.tiny.whenRefill.from the same number.',
      `tiers.low.whenRefill ${FILE} covers 0 to below 30 and tiers.standard.whenRefill (default) covers 20 and up: refill rates from 20 to below 30 have two tiers. ` +
        'Make tiers.low.whenRefill.below and tiers.standard.whenRefill.from the same number.',
    ]);
  });

  it('wants the tiers to begin at 0 and to be open above', async () => {
    expect(await problemsIn({ tiers: { low: { whenRefill: { from: 1, below: 20 } }, standard: { whenRefill: { from: 20, below: 50 } } } })).toEqual([
      `tiers.low.whenRefill ${FILE} starts at 1: refill rates from 0 to below 1 have no tier. Set tiers.low.whenRefill.from to 0.`,
      `tiers.standard.whenRefill ${FILE} ends below 50: refill rates from 50 up have no tier. Leave tiers.standard.whenRefill.below out.`,
    ]);
    expect(await problemsIn({ tiers: { low: { whenRefill: { from: 20, below: 10 } } } })).toEqual([
      `tiers.low.whenRefill ${FILE}: must have below greater than from, not {"from":20,"below":10}.`,
    ]);
  });

  it('names an unknown provider, the nearest one, and all that there are', async () => {
    expect(await problemsIn({ tiers: { low: { batchPolicy: { use: 'fixd' }, tokenPolicy: { use: '@acme/burst' } } } })).toEqual([
      expect.stringMatching(
        /^tiers\.low\.tokenPolicy\.use \(file .*\.json, line 1\): there is no package '@acme\/burst'\..* npm install @acme\/burst /,
      ),
      `tiers.low.batchPolicy.use (file smart-ingestor.config.json, line 1): unknown batch-policy 'fixd'; did you mean 'fixed'? ` +
        `Known: budget-fit, fixed, refill-tier; a package or a path ('./fixd') may stand here too. [PLUGIN_NOT_FOUND]`,
    ]);
  });

  it('passes provider options through the schema of the provider, in the same pass', async () => {
    const config = {
      tiers: {
        low: { tokenPolicy: { options: { maxDeficitTokens: -1, floor: 3 } }, batchPolicy: { use: 'fixed' } },
        standard: { batchPolicy: { use: 'fixed', options: { size: 101 } } },
      },
      jobs: { books: { source: { options: { selection: { domainId: 1, priceTypes: [2], dateRange: '4' } } }, commit: { offers: 10 } } },
      store: { options: { pth: './x.db' } },
    };
    expect(await problemsIn(config)).toMatchInlineSnapshot(`
      [
        "jobs.books.commit.offers (file smart-ingestor.config.json): must be a whole number from 20 to 100 (Keepa refuses less than 20; leave it out for 20); got 10.",
        "tiers.low.tokenPolicy.options.maxDeficitTokens (file smart-ingestor.config.json): maxDeficitTokens is a whole number from 0 (no debt) to 100000 tokens, not -1; the default is 180. [PLUGIN_OPTIONS_INVALID]",
        "tiers.low.tokenPolicy.options.floor (file smart-ingestor.config.json): unknown key. Known here: maxDeficitTokens. [PLUGIN_OPTIONS_INVALID]",
        "tiers.low.batchPolicy.options.size (file smart-ingestor.config.json): size is a whole number from 1 to 100, not undefined. [PLUGIN_OPTIONS_INVALID]",
        "tiers.standard.batchPolicy.options.size (file smart-ingestor.config.json): size is a whole number from 1 to 100, not 101. [PLUGIN_OPTIONS_INVALID]",
        "jobs.books.source.options.selection (file smart-ingestor.config.json): dateRange: allowed is an integer 0 to 3 (0 the last 48 hours, 1 week, 2 month, 3 90 days); got "4" (text). Write the integer, without quotes. It must be 0 to 3. [PLUGIN_OPTIONS_INVALID]",
        "store.options.pth (file smart-ingestor.config.json): unknown key; did you mean 'path'? Known here: busyTimeoutMs, path, rawRetentionDays. [PLUGIN_OPTIONS_INVALID]",
      ]
    `);
  });

  it('refuses an unknown tier and a tier called auto', async () => {
    expect(await problemsIn({ accounts: { main: { tier: 'lo' } }, tiers: { auto: {} } })).toEqual([
      `accounts.main.tier ${FILE}: unknown tier 'lo'; did you mean 'low'? Known: auto, low, standard.`,
      `tiers.auto ${FILE}: 'auto' means "choose by refill rate". Give the tier another name.`,
    ]);
  });

  it('refuses sections without entries', async () => {
    expect(await problemsIn({ accounts: {}, jobs: {} })).toEqual([
      `accounts ${FILE}: must name at least one account; leave it out for one that reads KEEPA_API_KEY.`,
      `jobs ${FILE}: must name at least one job; leave it out for the built-in books-us.`,
    ]);
  });

  it('blames the environment where the environment is wrong', async () => {
    expect(await problemsIn({}, { KEEPA_BASE_URL: 'http://user:pw@localhost' })).toEqual([
      'accounts.main.baseUrl (environment KEEPA_BASE_URL): must be an http or https address without user, query and fragment, such as https://api.keepa.com; got "http://***@localhost".',
    ]);
  });
});
