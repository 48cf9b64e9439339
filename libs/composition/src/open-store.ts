import { CLOCK, type Clock, ConfigError, type TierSelector } from '@smart-ingestor/contracts';
import { accountFingerprint } from './account-fingerprint';
import { builtInPlugins } from './builtin-plugins';
import type { SmartIngestorConfig } from './config/config-schema';
import type { Environment } from './config/layers';
import { settingsOf } from './config/resolve-config';
import type { AccountSettings, ResolvedConfig } from './config/settings';
import { buildTiers } from './container/account-tiers';
import { Providers } from './container/providers';
import { type OpenedStore, openedStore } from './container/store-providers';
import type { AnyPlugin } from './plugins/any-plugin';
import { PluginRegistry } from './plugins/plugin-registry';
import { SystemClock } from './system-clock';

export interface OpenStoreOptions {
  readonly clock?: Clock;
  readonly plugins?: readonly AnyPlugin[];
  readonly env?: Environment;
}

export interface StoreAccess extends OpenedStore {
  /** The tiers of an account by its fingerprint: chosen by refill rate, unless the config pins one and its key can be read. */
  tiersOf(accountId: string): TierSelector;
  close(): Promise<void>;
}

/**
 * The store alone, for commands that only look: no network, and no key needed. Opening a file database makes it if it is not there.
 * @throws {ConfigError | StoreUnusableError | StoreUnavailableError}
 */
export async function openStore(config: SmartIngestorConfig | ResolvedConfig, options: OpenStoreOptions = {}): Promise<StoreAccess> {
  const registry = PluginRegistry.of(builtInPlugins, options.plugins);
  const settings = await settingsOf(config, options.env ?? process.env, registry);
  const providers = new Providers();
  providers.fillWithValue(CLOCK, options.clock ?? new SystemClock(), 'the clock');
  const opened = await openedStore(providers, registry, settings.store);
  const pinned = new Map(Object.entries(settings.accounts).map(([name, account]) => [fingerprintOf(account, name), account.tier]));
  return {
    ...opened,
    tiersOf: (accountId) => buildTiers(providers, registry, settings, pinned.get(accountId) ?? 'auto'),
    close: () => providers.shutdown.close(),
  };
}

function fingerprintOf({ key }: AccountSettings, name: string): string | null {
  try {
    return accountFingerprint(key.reveal(name));
  } catch (error) {
    if (error instanceof ConfigError) return null;
    throw error;
  }
}
