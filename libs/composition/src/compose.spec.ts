import { inspect } from 'node:util';
import { VirtualClock } from '@smart-ingestor/conformance';
import {
  BATCH_POLICY,
  COST_MODEL,
  DEAL_STORE,
  definePlugin,
  type IngestionEvent,
  KEEPA_EXCHANGE,
  KEEPA_TRANSPORT,
  StoreUnusableError,
  TOKEN_LEDGER,
  TOKEN_POLICY,
  type TokenPolicy,
} from '@smart-ingestor/contracts';
import { KeepaSimulator, simulatorExchange } from '@smart-ingestor/keepa-simulator';
import { accountFingerprint } from './account-fingerprint';
import { compose, type ComposeOptions } from './compose';
import { defineConfig, type SmartIngestorConfig } from './config/config-schema';
import { loadConfig } from './config/load-config';
import { configFolder, problemsOf } from './testing/config-folder';

const KEY = 'k'.repeat(30) + 'SECRET' + '7'.repeat(28);
const IN_MEMORY = defineConfig({ store: { use: 'memory' } });

function composed(config: SmartIngestorConfig = IN_MEMORY, options: ComposeOptions = {}) {
  return compose(config, { env: { KEEPA_API_KEY: KEY }, clock: new VirtualClock(), ...options });
}

describe('the card', () => {
  it('resolves all four provider slots from the container, each of them once', async () => {
    const composition = await composed();
    const { container, store, ledger } = composition;
    expect(container.resolve<TokenPolicy>(TOKEN_POLICY).name).toBe('deficit-limit');
    expect(container.resolve(BATCH_POLICY)).toMatchObject({ name: 'refill-tier' });
    expect(container.resolve(KEEPA_TRANSPORT)).toMatchObject({ send: expect.any(Function) as unknown });
    expect(container.resolve(DEAL_STORE)).toBe(store);
    for (const slot of [TOKEN_POLICY, BATCH_POLICY, KEEPA_TRANSPORT, DEAL_STORE, COST_MODEL, KEEPA_EXCHANGE]) {
      expect(container.resolve(slot)).toBe(container.createChildContainer().resolve(slot));
    }
    expect(container.resolve(TOKEN_LEDGER)).toBe(ledger);
    expect(ledger).toBe(store);
    await composition.close();
  });

  it('swaps the batch policy of low to fixed 3 by four lines of config, and the events of a run show it', async () => {
    const folder = configFolder({
      'smart-ingestor.config.ts': `export default {
  tiers: { low: { batchPolicy: { use: 'fixed', options: { size: 3 } } } },
  store: { use: 'memory' },
};
`,
    });
    const config = await loadConfig({ cwd: folder.path, env: { KEEPA_API_KEY: KEY } });
    folder.remove();
    const clock = new VirtualClock();
    const simulator = new KeepaSimulator({ clock, refillPerMinute: 5, catalogueSize: 2_000 });
    const events: IngestionEvent[] = [];
    const composition = await compose(config, {
      clock,
      exchange: simulatorExchange(simulator, KEY),
      listeners: [{ on: (event) => void events.push(event) }],
    });
    const summary = await clock.runUntil(composition.run({ untilDeals: 5 }), 24 * 3_600_000);
    await composition.close();
    expect(summary.dealsNew).toBeGreaterThanOrEqual(5);
    const planned = events.flatMap((event) => (event.type === 'unit.planned' && event.workClass !== 'scan' ? [event] : []));
    expect(new Set(planned.map(({ batchPolicy }) => batchPolicy))).toEqual(new Set(['fixed']));
    // Fewer than 3 only where fewer are pending.
    expect(Math.max(...planned.map(({ planned: size }) => size))).toBe(3);
    expect(events.find(({ type }) => type === 'tier.selected')).toMatchObject({ tier: 'low', batchPolicy: 'fixed', tokenPolicy: 'deficit-limit' });
    // A second on a quiet machine; a busy one must not fail it.
  }, 60_000);
});

describe('compose', () => {
  it('switches the tier live with the refill rate, 5 → 25 → 5, and the slots follow', async () => {
    const config = defineConfig({
      ...IN_MEMORY,
      tiers: { low: { batchPolicy: { use: 'fixed', options: { size: 3 } } }, standard: { tokenPolicy: { use: 'no-debt' } } },
    });
    const composition = await composed(config);
    const { container, tiers } = composition;
    const names = () => [TOKEN_POLICY, BATCH_POLICY].map((slot) => container.resolve<{ name: string }>(slot).name);
    const low = tiers.select(5);
    expect([low.name, ...names()]).toEqual(['low', 'deficit-limit', 'fixed']);
    expect([tiers.select(25).name, ...names()]).toEqual(['standard', 'no-debt', 'refill-tier']);
    expect(tiers.select(5)).toBe(low);
    expect(names()).toEqual(['deficit-limit', 'fixed']);
    await composition.close();
  });

  it('starts in the tier of the refill rate that the ledger knows', async () => {
    const folder = configFolder({});
    const config = defineConfig({
      store: { options: { path: `${folder.path}/deals.db` } },
      tiers: { standard: { tokenPolicy: { use: 'no-debt' } } },
    });
    const first = await composed(config);
    expect(first.container.resolve<TokenPolicy>(TOKEN_POLICY).name).toBe('deficit-limit');
    const reading = {
      serverEndMs: new VirtualClock().nowMs(),
      tokensLeft: 9,
      refillInMs: 9_000,
      refillPerMinute: 25,
      tokenFlowReduction: 0,
      tokensConsumed: 0,
    };
    await first.ledger.observe(first.account.id, reading);
    await first.close();
    const second = await composed(config);
    expect(second.container.resolve<TokenPolicy>(TOKEN_POLICY).name).toBe('no-debt');
    await second.close();
    folder.remove();
  });

  it('knows an account by a fingerprint of its key: 16 hex digits that do not tell it', async () => {
    const composition = await composed();
    const { account } = composition;
    expect(account).toEqual({ id: accountFingerprint(KEY), name: 'main' });
    expect(account.id).toMatch(/^[0-9a-f]{16}$/);
    expect(accountFingerprint(`${KEY}x`)).not.toBe(account.id);
    await composition.close();
  });

  it('gives every account a container of its own', async () => {
    const [one, two] = [await composed(), await composed()];
    expect(one.container.resolve(TOKEN_POLICY)).not.toBe(two.container.resolve(TOKEN_POLICY));
    await one.close();
    await two.close();
  });

  it('wants one of several accounts to be named', async () => {
    const config = defineConfig({ ...IN_MEMORY, accounts: { big: { key: 'a' }, small: { key: 'b' } } });
    expect(await problemsOf(composed(config))).toEqual([
      'The config has 2 accounts (big, small) and compose makes one: name it (the option account), or make all with composeAll.',
    ]);
    expect(await problemsOf(composed(config, { account: 'smal' }))).toEqual([`unknown account 'smal'; did you mean 'small'? Known: big, small.`]);
    const composition = await composed(config, { account: 'small' });
    expect(composition.account).toEqual({ id: accountFingerprint('b'), name: 'small' });
    await composition.close();
  });

  it('says which variable is missing and how to set it, or to simulate', async () => {
    expect(await problemsOf(composed(IN_MEMORY, { env: {} }))).toEqual([
      'No Keepa key: the environment variable KEEPA_API_KEY (accounts.main.key) is not set. Set it with `export KEEPA_API_KEY=<your key>` ' +
        '(keepa.com, "Keepa API access"), or use --simulate for a run without an account.',
    ]);
    const fromFile = (file: string) => composed({ ...IN_MEMORY, accounts: { main: { key: { file } } } }, { env: {} });
    const folder = configFolder({ 'keepa.key': `${KEY}\n`, 'empty.key': '\n' });
    expect(await problemsOf(fromFile(`${folder.path}/none.key`))).toEqual([
      expect.stringContaining('No Keepa key: accounts.main.key names a file that cannot be read'),
    ]);
    expect(await problemsOf(fromFile(`${folder.path}/empty.key`))).toEqual([expect.stringContaining('empty.key (accounts.main.key) is empty')]);
    const composition = await fromFile(`${folder.path}/keepa.key`);
    expect(composition.account.id).toBe(accountFingerprint(KEY));
    await composition.close();
    folder.remove();
  });

  it('shows the key to nobody who inspects a composition, its container, or the config', async () => {
    const composition = await composed();
    const literal = await loadedWith({ accounts: { main: { key: KEY } } });
    const everything = { depth: 30, showHidden: true, getters: true } as const;
    for (const seen of [composition, composition.container, composition.jobs, composition.tiers, composition.store, literal]) {
      expect(inspect(seen, everything)).not.toContain('SECRET');
    }
    expect(JSON.stringify(literal)).not.toContain('SECRET');
    expect(inspect(composition)).toBe(`Composition { account: main (${composition.account.id}), jobs: books-us }`);
    await composition.close();
  });

  it('lets a policy of one tier come from a plugin with options of its own', async () => {
    const seen: unknown[] = [];
    const picky = definePlugin<TokenPolicy, unknown>({
      name: 'picky',
      slot: TOKEN_POLICY,
      useFactory: (options, resolver) => {
        seen.push(options, resolver.resolve(COST_MODEL));
        return { name: 'picky', decide: () => ({ kind: 'refuse', reason: 'never' }) };
      },
    });
    const composition = await composed({ ...IN_MEMORY, tiers: { standard: { tokenPolicy: { use: 'picky' } } } }, { plugins: [picky] });
    expect(composition.tiers.select(20).tokenPolicy.name).toBe('picky');
    expect(seen).toEqual([{}, composition.container.resolve(COST_MODEL)]);
    await composition.close();
  });

  it('leaves nothing open when the store cannot be opened', async () => {
    const folder = configFolder({ 'not-a-database.db': 'just some text, long enough to be no SQLite header at all' });
    await expect(composed({ store: { options: { path: `${folder.path}/not-a-database.db` } } })).rejects.toThrow(StoreUnusableError);
    folder.remove();
  });
});

async function loadedWith(config: SmartIngestorConfig) {
  const folder = configFolder({ 'smart-ingestor.config.json': JSON.stringify(config) });
  try {
    return await loadConfig({ cwd: folder.path, env: {} });
  } finally {
    folder.remove();
  }
}
