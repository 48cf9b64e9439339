import { DEAL_FILTER, DEAL_SOURCE, type DealFilter, type DealSource } from '@smart-ingestor/contracts';
import type { Job } from '@smart-ingestor/ingestion';
import type { Settings } from '../config/settings';
import type { PluginRegistry } from '../plugins/plugin-registry';
import type { Providers } from './providers';

export function buildJobs(providers: Providers, registry: PluginRegistry, { jobs }: Pick<Settings, 'jobs'>): Job[] {
  return Object.entries(jobs).map(([id, { source, filter, peek, commit }]) => ({
    id,
    source: providers.build(registry.get(DEAL_SOURCE, source.use), source.options) as DealSource,
    filter: providers.build(registry.get(DEAL_FILTER, filter.use), filter.options) as DealFilter,
    peek,
    commit,
  }));
}
