import type { AccountStatus, JobStatus } from '@smart-ingestor/contracts';
import { accountNowMs } from '../database/account-time';
import type { Database } from '../database/with-database';

export interface Status {
  readonly path: string;
  readonly nowMs: number;
  /** `name` is `null` where the config has no key that belongs to the account. */
  readonly accounts: readonly (AccountStatus & { readonly name: string | null })[];
  readonly jobs: readonly JobStatus[];
}

async function readAccount(accountId: string, { store, ledger, accounts }: Database, nowMs: number): Promise<Status['accounts'][number]> {
  const known = accounts.find(({ id }) => id === accountId);
  // Without its key nobody knows which configured account it is: the first one's tiers stand in.
  const tiers = (known ?? accounts[0])?.tiers;
  const bucket = await ledger.state(accountId, nowMs);
  const tier = bucket === null || tiers === undefined ? 'unknown' : tiers.select(bucket.refillPerMinute).name;
  return { accountId, name: known?.name ?? null, tier, bucket, totals: await store.ledgerTotals(accountId) };
}

/** Everything that `status` shows, from the database alone. */
export async function readStatus(database: Database): Promise<Status> {
  const { store, clock, path } = database;
  const nowMs = await accountNowMs(store, clock);
  const accounts: Status['accounts'][number][] = [];
  for (const accountId of await store.accounts()) accounts.push(await readAccount(accountId, database, nowMs));
  return { path, nowMs, accounts, jobs: await store.jobStatus() };
}
