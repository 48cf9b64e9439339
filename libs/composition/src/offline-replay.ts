import { ExchangeError, KEEPA_TRANSPORT, type KeepaExchange } from '@smart-ingestor/contracts';
import { type Job, replay, type ReplayOutcome } from '@smart-ingestor/ingestion';
import type { Settings } from './config/settings';
import { fillKeepaSlots } from './container/keepa-providers';
import type { Providers } from './container/providers';
import type { OpenedStore } from './container/store-providers';
import type { PluginRegistry } from './plugins/plugin-registry';

/** Stands where the way to Keepa would be: stored answers are read without it, and without a key. */
const NO_NETWORK: KeepaExchange = {
  exchange: () => Promise.reject(new ExchangeError('unreachable', false, 'Only stored answers are read here.')),
};

export interface OfflineReplay {
  readonly providers: Providers;
  readonly registry: PluginRegistry;
  readonly settings: Settings;
  readonly store: OpenedStore['store'];
  readonly jobs: readonly Job[];
}

/** Reads stored answers again with the transport of the config's first account. */
export async function replayStored(
  { providers, registry, settings, store, jobs }: OfflineReplay,
  sinceMs: number,
  nowMs: number,
): Promise<ReplayOutcome> {
  const [name, account] = Object.entries(settings.accounts)[0]!;
  if (!providers.isFilled(KEEPA_TRANSPORT)) await fillKeepaSlots(providers, registry, { name, account, key: '', exchange: NO_NETWORK });
  return replay({ store, transport: providers.resolve(KEEPA_TRANSPORT), jobs }, sinceMs, nowMs);
}
