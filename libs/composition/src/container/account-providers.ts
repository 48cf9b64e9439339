import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { BATCH_POLICY, COST_MODEL, KEEPA_EXCHANGE, KEEPA_TRANSPORT, type KeepaExchange, TOKEN_POLICY } from '@smart-ingestor/contracts';
import type { IngestionParts } from '@smart-ingestor/ingestion';
import { accountFingerprint } from '../account-fingerprint';
import type { CheckedConfig } from '../config/resolve-config';
import { chooseJobs } from '../job-choice';
import { TierInForce } from '../tiers/tier-in-force';
import { buildJobs } from './account-jobs';
import { buildTiers } from './account-tiers';
import type { AllProblems } from './all-problems';
import { fillKeepaSlots } from './keepa-providers';
import { Providers } from './providers';
import type { SharedProviders } from './shared-providers';

export interface AccountRequest {
  readonly name: string;
  readonly key: string;
  /** In place of HTTP to Keepa. */
  readonly exchange: KeepaExchange | undefined;
  /** Only these jobs; `undefined`: those that the account may work on. */
  readonly jobs: readonly string[] | undefined;
}

export interface BuiltAccount {
  readonly name: string;
  readonly providers: Providers;
  readonly tiers: TierInForce;
  readonly parts: IngestionParts;
}

/** Everything of one account, in a container of its own within the shared one; `null` where something was refused. Nothing is sent. */
export async function buildAccount(
  { settings, registry }: CheckedConfig,
  request: AccountRequest,
  shared: SharedProviders,
  problems: AllProblems,
): Promise<BuiltAccount | null> {
  const { name, key, exchange } = request;
  const account = settings.accounts[name]!;
  const providers = new Providers(shared.providers);
  let tiers: TierInForce | null = null;
  providers.fillLive(TOKEN_POLICY, () => tiers?.current.tokenPolicy ?? null, 'the tier in force');
  providers.fillLive(BATCH_POLICY, () => tiers?.current.batchPolicy ?? null, 'the tier in force');
  const filled = await problems.attemptAsync(() => fillKeepaSlots(providers, registry, { name, account, key, exchange }).then(() => true));
  const transport = filled && problems.attempt(() => providers.resolve(KEEPA_TRANSPORT));
  const costModel = filled && problems.attempt(() => providers.resolve(COST_MODEL));
  if (filled) problems.attempt(() => providers.resolve(KEEPA_EXCHANGE));
  tiers = problems.attempt(() => new TierInForce(buildTiers(providers, registry, settings, account.tier)));
  const jobs = problems.attempt(() => buildJobs(providers, registry, { jobs: chooseJobs(settings, request.jobs ?? account.jobs) }));
  const { store, ledger, clock, listeners } = shared;
  if (!transport || !costModel || tiers === null || jobs === null || store === null || ledger === null) return null;
  const parts: IngestionParts = {
    accountId: accountFingerprint(key),
    owner: `${process.pid}-${randomUUID()}`,
    clock,
    transport,
    costModel,
    ledger,
    store,
    tiers,
    pace: account.pace,
    jobs,
    listeners,
    process: { host: hostname(), pid: process.pid },
    onBlocked: account.onBlocked,
    retryLimit: account.retryLimit,
    newCallId: randomUUID,
    random: Math.random,
  };
  return { name, providers, tiers, parts };
}
