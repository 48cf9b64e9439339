import type { Clock, IngestionListener, KeepaExchange } from '@smart-ingestor/contracts';
import { chooseAccount } from './account-choice';
import { Composition } from './composition';
import type { SmartIngestorConfig } from './config/config-schema';
import type { Environment } from './config/layers';
import { type CheckedConfig, checkedConfig, type PluginSources } from './config/resolve-config';
import type { ResolvedConfig } from './config/settings';
import { type BuiltAccount, buildAccount } from './container/account-providers';
import { AllProblems } from './container/all-problems';
import { buildSharedProviders, type SharedProviders } from './container/shared-providers';
import { Fleet } from './fleet';
import { SystemClock } from './system-clock';

interface CommonOptions extends PluginSources {
  /** The machine's clock unless another is handed in. */
  readonly clock?: Clock;
  /** They hear every event, before those of the config. They belong to the caller. */
  readonly listeners?: readonly IngestionListener[];
  /** `process.env` unless another is handed in. A config that `loadConfig` returned keeps the one it was loaded with. */
  readonly env?: Environment;
  /** Only these jobs of the config; all unless said otherwise. */
  readonly jobs?: readonly string[] | undefined;
}

export interface ComposeOptions extends CommonOptions {
  /** In place of HTTP to Keepa, e.g. the in-process simulator. It belongs to the caller. */
  readonly exchange?: KeepaExchange;
  /** Needed where the config has several. */
  readonly account?: string | undefined;
}

export interface ComposeAllOptions extends CommonOptions {
  /** Only these accounts of the config; all unless said otherwise. */
  readonly accounts?: readonly string[] | undefined;
  /** By name of the account, in place of HTTP to Keepa. They belong to the caller. */
  readonly exchanges?: Readonly<Record<string, KeepaExchange>>;
}

/**
 * Everything that one account's ingestion is made of, from a config or from what `loadConfig` returned. Builds all providers, then opens the store and
 * touches nothing else: no request leaves before `run`.
 * @throws {ConfigError} listing every problem; nothing was opened then. @throws {StoreUnusableError | StoreUnavailableError} nothing stays open.
 */
export async function compose(config: SmartIngestorConfig | ResolvedConfig, options: ComposeOptions = {}): Promise<Composition> {
  const checked = await checkedConfig(config, options.env ?? process.env, options);
  const name = chooseAccount(checked.settings, options.account);
  const { shared, accounts } = await open(checked, [name], {
    ...options,
    exchanges: options.exchange === undefined ? {} : { [name]: options.exchange },
  });
  return composition(accounts[0]!, shared.providers);
}

/**
 * All accounts of a config in one process: each with its own container, tier and view of the ledger, all with one store, so that their leases keep
 * them out of each other's way. Otherwise as `compose`.
 */
export async function composeAll(config: SmartIngestorConfig | ResolvedConfig, options: ComposeAllOptions = {}): Promise<Fleet> {
  const checked = await checkedConfig(config, options.env ?? process.env, options);
  const { settings } = checked;
  const names = options.accounts?.map((name) => chooseAccount(settings, name)) ?? Object.keys(settings.accounts);
  const { shared, accounts } = await open(checked, names, options);
  return new Fleet(
    accounts.map((account) => composition(account, account.providers)),
    shared.providers.shutdown,
  );
}

/** Builds everything, tells all problems at once, and only then opens the store. */
async function open(
  checked: CheckedConfig,
  names: readonly string[],
  { clock = new SystemClock(), listeners = [], exchanges = {}, jobs }: ComposeAllOptions,
): Promise<{ readonly shared: SharedProviders; readonly accounts: readonly BuiltAccount[] }> {
  const problems = new AllProblems();
  const keys = names.map((name) => problems.attempt(() => checked.settings.accounts[name]!.key.reveal(name)));
  problems.throwIfAny();
  const shared = buildSharedProviders(checked, { clock, listeners }, problems);
  const accounts: BuiltAccount[] = [];
  try {
    for (const [index, name] of names.entries()) {
      const built = await buildAccount(checked, { name, key: keys[index]!, exchange: exchanges[name], jobs }, shared, problems);
      if (built !== null) accounts.push(built);
    }
    problems.throwIfAny();
    await shared.store!.open();
    for (const { tiers, parts } of accounts) {
      const bucket = await parts.ledger.state(parts.accountId, clock.nowMs());
      if (bucket !== null) tiers.select(bucket.refillPerMinute);
    }
    return { shared, accounts };
  } catch (error) {
    await shared.providers.shutdown.close().catch(() => undefined);
    throw error;
  }
}

function composition({ name, parts, providers }: BuiltAccount, { shutdown }: BuiltAccount['providers']): Composition {
  return new Composition({ id: parts.accountId, name }, providers.container, parts, shutdown);
}
