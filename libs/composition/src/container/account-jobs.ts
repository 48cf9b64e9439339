import { DEAL_FILTER, DEAL_SOURCE, type DealFilter, type DealSource } from '@smart-ingestor/contracts';
import type { Job } from '@smart-ingestor/ingestion';
import { durationMs } from '../config/sections/duration';
import type { JobSettings, Settings } from '../config/settings';
import type { PluginRegistry } from '../plugins/plugin-registry';
import { AllProblems } from './all-problems';
import type { Providers } from './providers';

/** @throws {ConfigError} naming every source and filter that cannot be built. */
export function buildJobs(providers: Providers, registry: PluginRegistry, { jobs }: Pick<Settings, 'jobs'>): Job[] {
  const problems = new AllProblems();
  const built = Object.entries(jobs).map(([id, settings]) => {
    const provider = (slot: symbol, member: 'source' | 'filter') =>
      problems.attempt(() =>
        providers.build(registry.get(slot, settings[member].use), settings[member].options, registry.askedAt(`jobs.${id}.${member}`)),
      );
    return {
      id,
      source: provider(DEAL_SOURCE, 'source') as DealSource,
      filter: provider(DEAL_FILTER, 'filter') as DealFilter,
      peek: settings.peek,
      commit: settings.commit,
      ...upkeepOf(settings),
    };
  });
  problems.throwIfAny();
  return built;
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
