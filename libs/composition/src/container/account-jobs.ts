import { DEAL_FILTER, DEAL_SOURCE, type DealFilter, type DealSource } from '@smart-ingestor/contracts';
import type { Job } from '@smart-ingestor/ingestion';
import { durationMs } from '../config/sections/duration';
import type { JobSettings, Settings } from '../config/settings';
import type { PluginRegistry } from '../plugins/plugin-registry';
import type { Providers } from './providers';

export function buildJobs(providers: Providers, registry: PluginRegistry, { jobs }: Pick<Settings, 'jobs'>): Job[] {
  return Object.entries(jobs).map(([id, settings]) => ({
    id,
    source: providers.build(registry.get(DEAL_SOURCE, settings.source.use), settings.source.options) as DealSource,
    filter: providers.build(registry.get(DEAL_FILTER, settings.filter.use), settings.filter.options) as DealFilter,
    peek: settings.peek,
    commit: settings.commit,
    ...upkeepOf(settings),
  }));
}

/** What happens to deals once they are stored. */
function upkeepOf({ refreshWithin, refresh, sellers, prune }: JobSettings): Pick<Job, 'refresh' | 'sellers' | 'prune'> {
  return {
    refresh:
      refreshWithin === false ? null : { withinMs: durationMs(refreshWithin), ...(refresh.offers !== undefined && { offers: refresh.offers }) },
    sellers: sellers === false ? null : { withinMs: durationMs(sellers.within) },
    prune: prune === false ? null : { expireAfterMs: durationMs(prune.expireAfter), deleteAfterMs: durationMs(prune.deleteAfter) },
  };
}
