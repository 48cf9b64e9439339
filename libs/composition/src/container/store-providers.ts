import { DEAL_STORE, type DealStore, TOKEN_LEDGER, type TokenLedger } from '@smart-ingestor/contracts';
import type { ProviderSettings } from '../config/settings';
import type { PluginRegistry } from '../plugins/plugin-registry';
import type { Providers } from './providers';

export interface OpenedStore {
  readonly store: DealStore;
  readonly ledger: TokenLedger;
}

/** Builds and opens the store; if that fails nothing stays open. */
export async function openedStore(providers: Providers, registry: PluginRegistry, settings: ProviderSettings): Promise<OpenedStore> {
  providers.fill(registry.get(DEAL_STORE, settings.use), settings.options, registry.askedAt('store'));
  providers.assertFilled([DEAL_STORE, TOKEN_LEDGER]);
  const store = providers.resolve(DEAL_STORE);
  try {
    await store.open();
  } catch (error) {
    await providers.shutdown.close().catch(() => undefined);
    throw error;
  }
  return { store, ledger: providers.resolve(TOKEN_LEDGER) };
}
