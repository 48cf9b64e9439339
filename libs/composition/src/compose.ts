import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import {
  BATCH_POLICY,
  CLOCK,
  type Clock,
  COST_MODEL,
  type IngestionListener,
  KEEPA_EXCHANGE,
  KEEPA_TRANSPORT,
  type KeepaExchange,
  LISTENERS,
  TOKEN_POLICY,
} from '@smart-ingestor/contracts';
import { accountFingerprint } from './account-fingerprint';
import { chooseAccount } from './account-choice';
import { builtInPlugins } from './builtin-plugins';
import { Composition } from './composition';
import type { SmartIngestorConfig } from './config/config-schema';
import type { Environment } from './config/layers';
import { settingsOf } from './config/resolve-config';
import type { ResolvedConfig } from './config/settings';
import { buildJobs } from './container/account-jobs';
import { buildTiers } from './container/account-tiers';
import { fillKeepaSlots } from './container/keepa-providers';
import { Providers } from './container/providers';
import { openedStore } from './container/store-providers';
import type { AnyPlugin } from './plugins/any-plugin';
import { PluginRegistry } from './plugins/plugin-registry';
import { SystemClock } from './system-clock';
import { chooseJobs } from './job-choice';
import { TierInForce } from './tiers/tier-in-force';

export interface ComposeOptions {
  /** The machine's clock unless another is handed in. */
  readonly clock?: Clock;
  /** Providers of one's own. They take part in everything that a built-in one does. */
  readonly plugins?: readonly AnyPlugin[];
  readonly listeners?: readonly IngestionListener[];
  /** In place of HTTP to Keepa, e.g. the in-process simulator. It belongs to the caller. */
  readonly exchange?: KeepaExchange;
  /** `process.env` unless another is handed in. A config that `loadConfig` returned keeps the one it was loaded with. */
  readonly env?: Environment;
  /** Needed where the config has several. */
  readonly account?: string;
  /** Only these jobs of the config; all unless said otherwise. */
  readonly jobs?: readonly string[];
}

/**
 * Everything that one account's ingestion is made of, from a config or from what `loadConfig` returned. Opens the store and touches nothing else:
 * no request leaves before `run`.
 * @throws {ConfigError} listing every problem. @throws {StoreUnusableError | StoreUnavailableError} nothing stays open then.
 */
export async function compose(config: SmartIngestorConfig | ResolvedConfig, options: ComposeOptions = {}): Promise<Composition> {
  const registry = PluginRegistry.of(builtInPlugins, options.plugins);
  const settings = await settingsOf(config, options.env ?? process.env, registry);
  const name = chooseAccount(settings, options.account);
  const account = settings.accounts[name]!;
  const key = account.key.reveal(name);
  const accountId = accountFingerprint(key);
  const clock = options.clock ?? new SystemClock();
  const listeners = options.listeners ?? [];

  const providers = new Providers();
  providers.fillWithValue(CLOCK, clock, 'the clock');
  providers.fillWithValue(LISTENERS, listeners, 'the listeners');
  await fillKeepaSlots(providers, registry, { name, account, key, exchange: options.exchange });
  const { store, ledger } = await openedStore(providers, registry, settings.store);
  try {
    const bucket = await ledger.state(accountId, clock.nowMs());
    const tiers = new TierInForce(buildTiers(providers, registry, settings, account.tier), bucket?.refillPerMinute);
    providers.fillLive(TOKEN_POLICY, () => tiers.current.tokenPolicy, 'the tier in force');
    providers.fillLive(BATCH_POLICY, () => tiers.current.batchPolicy, 'the tier in force');
    providers.assertFilled([KEEPA_TRANSPORT, KEEPA_EXCHANGE, COST_MODEL]);
    const parts = {
      accountId,
      owner: `${process.pid}-${randomUUID()}`,
      clock,
      transport: providers.resolve(KEEPA_TRANSPORT),
      costModel: providers.resolve(COST_MODEL),
      ledger,
      store,
      tiers,
      pace: account.pace,
      jobs: buildJobs(providers, registry, { jobs: chooseJobs(settings, options.jobs) }),
      listeners,
      process: { host: hostname(), pid: process.pid },
      onBlocked: account.onBlocked,
      retryLimit: account.retryLimit,
      newCallId: randomUUID,
      random: Math.random,
    };
    return new Composition({ id: accountId, name }, providers.container, parts, providers.shutdown);
  } catch (error) {
    await providers.shutdown.close().catch(() => undefined);
    throw error;
  }
}
