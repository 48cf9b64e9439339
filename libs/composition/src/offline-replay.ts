import { KEEPA_TRANSPORT } from '@smart-ingestor/contracts';
import { type Job, replay, type ReplayOutcome } from '@smart-ingestor/ingestion';
import type { Providers } from './container/providers';
import type { OpenedStore } from './container/store-providers';

export interface OfflineReplay {
  /** With the offline slots. */
  readonly providers: Providers;
  readonly store: OpenedStore['store'];
  readonly jobs: readonly Job[];
}

/** Reads stored answers again with the transport of the config's first account. */
export function replayStored({ providers, store, jobs }: OfflineReplay, sinceMs: number, nowMs: number): Promise<ReplayOutcome> {
  return replay({ store, transport: providers.resolve(KEEPA_TRANSPORT), jobs }, sinceMs, nowMs);
}
