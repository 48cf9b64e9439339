import { CLOCK, type Clock, ConfigError, type JobStatus, type TierSelector } from '@smart-ingestor/contracts';
import { DEFAULT_PACE, type ReplayOutcome } from '@smart-ingestor/ingestion';
import { accountFingerprint } from './account-fingerprint';
import type { SmartIngestorConfig } from './config/config-schema';
import type { Environment } from './config/layers';
import { checkedConfig, type PluginSources } from './config/resolve-config';
import type { AccountSettings, ResolvedConfig } from './config/settings';
import { buildJobs } from './container/account-jobs';
import { buildTiers } from './container/account-tiers';
import { fillOfflineSlots } from './container/keepa-providers';
import { Providers } from './container/providers';
import { type OpenedStore, openedStore } from './container/store-providers';
import { type JobOutlook, jobOutlook } from './job-outlook';
import { replayStored } from './offline-replay';
import { SystemClock } from './system-clock';

export interface OpenStoreOptions extends PluginSources {
  readonly clock?: Clock;
  readonly env?: Environment;
}

export interface StoreAccess extends OpenedStore {
  /** The tiers of an account by its fingerprint: chosen by refill rate, unless the config pins one and its key can be read. */
  tiersOf(accountId: string): TierSelector;
  /** The jobs of the config, by name. */
  readonly jobs: readonly string[];
  /** What follows for a job from its config and the plan of an account (`null`: not known yet); `null` for a job that the config does not have. */
  outlookOf(job: JobStatus, of: { readonly accountId: string; readonly refillPerMinute: number } | null, nowMs: number): Promise<JobOutlook | null>;
  /** Reads stored product answers since then again, at 0 tokens. Not beside a run. */
  replay(sinceMs: number, nowMs: number): Promise<ReplayOutcome>;
  close(): Promise<void>;
}

/**
 * The store alone, for commands that only look: no network, and no key needed. Opening a file database makes it if it is not there.
 * @throws {ConfigError | StoreUnusableError | StoreUnavailableError}
 */
export async function openStore(config: SmartIngestorConfig | ResolvedConfig, options: OpenStoreOptions = {}): Promise<StoreAccess> {
  const { settings, registry } = await checkedConfig(config, options.env ?? process.env, options);
  const providers = new Providers();
  providers.fillWithValue(CLOCK, options.clock ?? new SystemClock(), 'the clock');
  await fillOfflineSlots(providers, registry, settings);
  const jobs = buildJobs(providers, registry, settings);
  const opened = await openedStore(providers, registry, settings.store);
  const accounts = new Map(Object.entries(settings.accounts).map(([name, account]) => [fingerprintOf(account, name), account]));
  const [anyAccount] = Object.values(settings.accounts);
  return {
    ...opened,
    tiersOf: (accountId) => buildTiers(providers, registry, settings, accounts.get(accountId)?.tier ?? 'auto'),
    jobs: jobs.map(({ id }) => id),
    outlookOf: async (status, of, nowMs) => {
      const job = jobs.find(({ id }) => id === status.jobId);
      // A simulated account is in no config: it runs at the pace of the one that it stands for.
      const account = accounts.get(of?.accountId ?? null) ?? anyAccount;
      const plan = {
        pace: account?.pace ?? DEFAULT_PACE,
        jobs: jobs.filter(({ id }) => account?.jobs === undefined || account.jobs.includes(id)),
        refillPerMinute: of?.refillPerMinute ?? null,
      };
      return job === undefined ? null : jobOutlook(opened.store, job, status, plan, nowMs);
    },
    replay: (sinceMs, nowMs) => replayStored({ providers, store: opened.store, jobs }, sinceMs, nowMs),
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
