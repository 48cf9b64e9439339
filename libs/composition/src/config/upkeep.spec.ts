import { Providers } from '../container/providers';
import { buildJobs } from '../container/account-jobs';
import { PluginRegistry } from '../plugins/plugin-registry';
import { builtInPlugins } from '../builtin-plugins';
import { configFolder, problemsOf } from '../testing/config-folder';
import { loadConfig } from './load-config';
import type { Settings } from './settings';

const FILE = '(file smart-ingestor.config.json)';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

async function loaded(config: unknown): Promise<Settings> {
  const folder = configFolder({ 'smart-ingestor.config.json': JSON.stringify(config) });
  try {
    return (await loadConfig({ cwd: folder.path, env: {} })).config;
  } finally {
    folder.remove();
  }
}

/** The job `b` as the pipeline gets it. */
async function jobOf(settings: unknown) {
  const { jobs } = await loaded({ jobs: { b: settings } });
  const [job] = buildJobs(new Providers(), PluginRegistry.of(builtInPlugins), { jobs });
  return { refresh: job!.refresh, sellers: job!.sellers, prune: job!.prune };
}

describe('what becomes of stored deals', () => {
  it('by default is a refresh within 72 hours and pruning, without sellers', async () => {
    expect(await jobOf({})).toEqual({
      refresh: { withinMs: 72 * HOUR_MS },
      sellers: null,
      prune: { expireAfterMs: 14 * DAY_MS, deleteAfterMs: 30 * DAY_MS },
    });
  });

  it('takes durations with their unit, and false for never', async () => {
    expect(await jobOf({ refreshWithin: '1.5d', refresh: { offers: 20 }, sellers: {}, prune: { expireAfter: '1h' } })).toEqual({
      refresh: { withinMs: 36 * HOUR_MS, offers: 20 },
      sellers: { withinMs: 30 * DAY_MS },
      prune: { expireAfterMs: HOUR_MS, deleteAfterMs: 30 * DAY_MS },
    });
    expect(await jobOf({ refreshWithin: false, sellers: { within: '365d' }, prune: false })).toEqual({
      refresh: null,
      sellers: { withinMs: 365 * DAY_MS },
      prune: null,
    });
  });

  it('refuses what is no duration, with the rule, the place and the value', async () => {
    const rule = `with its unit, such as '72h'`;
    const wrong = (refreshWithin: unknown) => problemsOf(loaded({ jobs: { b: { refreshWithin } } }));
    for (const value of [72, '72', 'soon', '-1h', '59m', '366d', true, '', '5 parsecs', null])
      expect(await wrong(value)).toEqual([expect.stringMatching(/^jobs\.b\.refreshWithin .*'1h' to '365d'/)]);
    expect(await wrong('72')).toEqual([expect.stringContaining(rule)]);
    expect(await problemsOf(loaded({ jobs: { b: { refreshWithin: false, refresh: { offers: 20 } } } }))).toEqual([
      `jobs.b.refresh.offers ${FILE}: must be left out where refreshWithin is false: nothing is refreshed; got 20.`,
    ]);
    expect(
      await problemsOf(loaded({ jobs: { b: { sellers: true, prune: { expireAfter: '14', deletAfter: '1d' }, refresh: { offers: 5 } } } })),
    ).toEqual([
      `jobs.b.refresh.offers ${FILE}: must be a whole number from 20 to 100 (about 6 tokens a page of 10; leave it out for 1 token a row); got 5.`,
      `jobs.b.sellers ${FILE}: must be false or { within: '30d' }; got true.`,
      `jobs.b.prune.expireAfter ${FILE}: must be a duration from '1h' to '365d' with its unit, such as '72h' or '30d' (unseen for so long: hidden); got "14".`,
      `jobs.b.prune.deletAfter ${FILE}: unknown key; did you mean 'deleteAfter'? Known here: deleteAfter, expireAfter.`,
    ]);
  });
});

describe('the pace of an account', () => {
  it('has a default for everything, and one weight may be set alone', async () => {
    const { accounts } = await loaded({ accounts: { main: { pace: { weights: { refresh: 3 } } } } });
    expect(accounts['main']!.pace).toEqual({
      weights: { discover: 0.4, refresh: 3, seller: 0.1, adhoc: 0.4 },
      ...{ unitRefillMinutes: 5, maxRequestsInFlight: 32, scanShare: 0.2, headShare: 0.15 },
    });
  });

  it('names every value that is out of range', async () => {
    const pace = { weights: { discover: 0, refresh: 1001, seler: 1 }, unitRefillMinutes: 61, maxRequestsInFlight: 0, scanShare: 0, headShare: 1 };
    const weight = 'must be a number above 0 and at most 1000 (weights are normalised over the classes that have work)';
    expect(await problemsOf(loaded({ accounts: { main: { pace } } }))).toEqual([
      `accounts.main.pace.weights.discover ${FILE}: ${weight}; got 0.`,
      `accounts.main.pace.weights.refresh ${FILE}: ${weight}; got 1001.`,
      `accounts.main.pace.weights.seler ${FILE}: unknown key; did you mean 'seller'? Known here: adhoc, discover, refresh, seller.`,
      `accounts.main.pace.unitRefillMinutes ${FILE}: must be a whole number from 1 to 60 (minutes of refill that one request may cost at worst); got 61.`,
      `accounts.main.pace.maxRequestsInFlight ${FILE}: must be a whole number from 1 to 100 (requests at a time); got 0.`,
      `accounts.main.pace.scanShare ${FILE}: must be a number from 0.01 to 0.9 (share of the refill that complete passes over the feed may take); got 0.`,
      `accounts.main.pace.headShare ${FILE}: must be a number from 0.01 to 0.9 (share of the refill that reads of the newest end of the feed may take beside them); got 1.`,
    ]);
  });
});

describe('what is bought first', () => {
  it.each(['newest-first', 'biggest-drop', 'best-margin'])('is %s, where a tier says so', async (use) => {
    expect((await loaded({ tiers: { low: { dealValue: { use } } } })).tiers['low']!.dealValue.use).toBe(use);
  });
});
