import type { AccountStatus, JobStatus } from '@smart-ingestor/contracts';
import { accountNowMs } from '../database/account-time';
import type { Database } from '../database/with-database';

export interface Status {
  readonly path: string;
  readonly nowMs: number;
  readonly accounts: readonly AccountStatus[];
  readonly jobs: readonly JobStatus[];
}

async function readAccount(accountId: string, { store, ledger, tiersOf }: Database, nowMs: number): Promise<AccountStatus> {
  const bucket = await ledger.state(accountId, nowMs);
  const tier = bucket === null ? 'unknown' : tiersOf(accountId).select(bucket.refillPerMinute).name;
  return { accountId, tier, bucket, totals: await store.ledgerTotals(accountId) };
}

/** Everything that `status` shows, from the database alone. */
export async function readStatus(database: Database): Promise<Status> {
  const { store, clock, path } = database;
  const nowMs = await accountNowMs(store, clock);
  const accounts: AccountStatus[] = [];
  for (const accountId of await store.accounts()) accounts.push(await readAccount(accountId, database, nowMs));
  return { path, nowMs, accounts, jobs: await store.jobStatus() };
}
