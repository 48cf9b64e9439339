import { CLOCK, type Clock, COST_MODEL, type CostEstimate, type CostModel, type KeepaRequest, TICK_MS } from '@smart-ingestor/contracts';
import { commitRequest, type Job, peekRequest } from '@smart-ingestor/ingestion';
import { chooseAccount } from './account-choice';
import type { SmartIngestorConfig } from './config/config-schema';
import type { Environment } from './config/layers';
import { checkedConfig, type PluginSources } from './config/resolve-config';
import type { ResolvedConfig } from './config/settings';
import { buildJobs } from './container/account-jobs';
import { buildTiers } from './container/account-tiers';
import { fillOfflineSlots } from './container/keepa-providers';
import { Providers } from './container/providers';
import { chooseJobs } from './job-choice';
import { SystemClock } from './system-clock';

export interface ForecastOptions extends PluginSources {
  readonly env?: Environment;
  readonly account?: string | undefined;
  readonly jobs?: readonly string[] | undefined;
  /** The plan that requests have to fit into; absent: not known. */
  readonly refillPerMinute?: number | undefined;
}

/** What one pass of a job would fetch and cost: nothing is built that could send, and nothing is opened. */
export interface JobForecast {
  readonly jobId: string;
  readonly source: string;
  /** In words. */
  readonly coverage: string;
  /** How often the pass comes round; `null`: as often as the scan share affords. */
  readonly everyMs: number | null;
  readonly requestsAtMost: number;
  readonly itemsAtMost: number;
  /** Of the whole listing. */
  readonly listing: CostEstimate;
  /** Of a look at each item. */
  readonly peeks: CostEstimate;
  /** Of buying each item: as many as pass the filter really are. */
  readonly commits: CostEstimate;
  /** Why the plan can never carry a request of this job; `null`: it can, or the plan is not known. */
  readonly refusal: string | null;
}

/** Items in a request that stands for many: a price of one is rounded up. */
const BATCH = Array.from({ length: 100 }, (_, n) => String(n).padStart(10, '0'));

/** @throws {ConfigError} listing every problem. */
export async function forecastRun(config: SmartIngestorConfig | ResolvedConfig, options: ForecastOptions = {}): Promise<readonly JobForecast[]> {
  const { settings, registry } = await checkedConfig(config, options.env ?? process.env, options);
  const name = chooseAccount(settings, options.account);
  const account = settings.accounts[name]!;
  const providers = new Providers();
  const clock = new SystemClock();
  providers.fillWithValue(CLOCK, clock, 'the clock');
  await fillOfflineSlots(providers, registry, { accounts: { [name]: account } });
  const costModel = providers.resolve(COST_MODEL);
  const jobs = buildJobs(providers, registry, { jobs: chooseJobs(settings, options.jobs ?? account.jobs) });
  const { refillPerMinute } = options;
  const policy = refillPerMinute === undefined ? null : buildTiers(providers, registry, settings, account.tier).select(refillPerMinute).tokenPolicy;
  const refusalOf = (request: KeepaRequest | null): string | null => {
    if (policy === null || refillPerMinute === undefined || request === null) return null;
    const decision = policy.decide(fullBucket(refillPerMinute, clock), costModel.estimate(request), clock.nowMs());
    return decision.kind === 'refuse' ? decision.reason : null;
  };
  return jobs.map((job) => forecastOf(job, settings.jobs[job.id]!.source.use, costModel, refusalOf));
}

function forecastOf(job: Job, source: string, costModel: CostModel, refusalOf: (request: KeepaRequest | null) => string | null): JobForecast {
  const { coverage, request, requestsAtMost, itemsAtMost } = job.source.plan();
  const listing = request === null ? { expectedTokens: 0, worstTokens: 0 } : times(requestsAtMost, costModel.estimate(request));
  const ofItems = (batch: KeepaRequest): CostEstimate => times(itemsAtMost / BATCH.length, costModel.estimate(batch));
  return {
    ...{ jobId: job.id, source, coverage, everyMs: job.source.list?.everyMs ?? null, requestsAtMost, itemsAtMost, listing },
    peeks: ofItems(peekRequest(job, BATCH)),
    commits: ofItems(commitRequest(job, BATCH)),
    refusal: refusalOf(request),
  };
}

function times(count: number, { expectedTokens, worstTokens }: CostEstimate): CostEstimate {
  return { expectedTokens: Math.ceil(count * expectedTokens), worstTokens: Math.ceil(count * worstTokens) };
}

/** Keepa: unused tokens expire after 60 minutes. What does not fit into this never fits. */
function fullBucket(refillPerMinute: number, clock: Clock) {
  const nowMs = clock.nowMs();
  return {
    ...{ balanceTokens: 60 * refillPerMinute, reservedWorstTokens: 0, refillPerMinute, refillMilliTokensPerTick: 1_000 * refillPerMinute },
    ...{ capacityTokens: 60 * refillPerMinute, nextRefillAtMs: nowMs + TICK_MS, tickMs: TICK_MS, readingAgeMs: 0 },
  };
}
