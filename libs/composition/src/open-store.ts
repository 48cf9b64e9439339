import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { CLOCK, type Clock, ConfigError, type DealStore, StoreUnusableError, type TierSelector, type TokenLedger } from '@smart-ingestor/contracts';
import { accountFingerprint } from './account-fingerprint';
import { builtInPlugins } from './builtin-plugins';
import type { SmartIngestorConfig } from './config/config-schema';
import type { Environment } from './config/layers';
import { resolvedFrom } from './config/resolve-config';
import type { AccountSettings, ResolvedConfig } from './config/resolved-config';
import { buildTiers } from './container/account-tiers';
import { Providers } from './container/providers';
import { openedStore } from './container/store-providers';
import type { AnyPlugin } from './plugins/any-plugin';
import { PluginRegistry } from './plugins/plugin-registry';
import { SystemClock } from './system-clock';

export interface OpenStoreOptions {
  readonly clock?: Clock;
  readonly plugins?: readonly AnyPlugin[];
  readonly env?: Environment;
}

/** An account as the config names it. */
export interface KnownAccount {
  readonly name: string;
  /** `null` where its key is not there: a look into the database needs none. */
  readonly id: string | null;
  /** By refill rate, or the one that the config pins. */
  readonly tiers: TierSelector;
}

export interface StoreAccess {
  readonly store: DealStore;
  readonly ledger: TokenLedger;
  readonly accounts: readonly KnownAccount[];
  close(): Promise<void>;
}

/**
 * The database alone, for commands that only read: no key, no network, and it never makes a database.
 * @throws {ConfigError} @throws {StoreUnusableError} also where there is no database yet.
 */
export async function openStore(config: SmartIngestorConfig | ResolvedConfig, options: OpenStoreOptions = {}): Promise<StoreAccess> {
  const registry = PluginRegistry.of(builtInPlugins, options.plugins);
  const resolved = await resolvedFrom(config, options.env ?? process.env, registry);
  assertDatabaseExists(resolved);
  const providers = new Providers();
  providers.fillWithValue(CLOCK, options.clock ?? new SystemClock(), 'the clock');
  const accounts = Object.entries(resolved.accounts).map(([name, account]) => ({
    name,
    id: fingerprintOf(account, name),
    tiers: buildTiers(providers, registry, resolved, account.tier),
  }));
  const { store, ledger } = await openedStore(providers, registry, resolved.store);
  return { store, ledger, accounts, close: () => providers.shutdown.close() };
}

/** Only the built-in file database is looked for: opening it would make it. */
function assertDatabaseExists({ store: { use, options } }: ResolvedConfig): void {
  if (use !== 'sqlite' || typeof options !== 'object' || options === null || !('path' in options) || typeof options.path !== 'string') return;
  if (existsSync(options.path)) return;
  throw new StoreUnusableError(
    `There is no database at ${resolve(options.path)}. \`smart-ingestor run\` makes it; or name another with --db or SMART_INGESTOR_DB.`,
  );
}

function fingerprintOf({ key }: AccountSettings, name: string): string | null {
  try {
    return accountFingerprint(key.reveal(name));
  } catch (error) {
    if (error instanceof ConfigError) return null;
    throw error;
  }
}
