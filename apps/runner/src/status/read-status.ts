import { accountNowMs } from '../database/account-time';
import type { Database } from '../database/with-database';
import { readRuns } from '../runs/read-runs';
import type { RunProgress } from '../runs/run-progress';
import type { AccountProgress, JobProgress, Status } from './status';

const HOUR_MS = 3_600_000;

async function readAccount(accountId: string, { store, ledger, tiersOf }: Database, nowMs: number): Promise<AccountProgress> {
  const bucket = await ledger.state(accountId, nowMs);
  const { books } = store;
  return {
    ...{ accountId, bucket },
    tier: bucket === null ? 'unknown' : tiersOf(accountId).select(bucket.refillPerMinute).name,
    totals: await books.totals(accountId),
    lastHour: await books.totals(accountId, nowMs - HOUR_MS),
    lastDay: await books.totals(accountId, nowMs - 24 * HOUR_MS),
    foreign: await ledger.foreignSpend(accountId, nowMs),
  };
}

/** The account that a job lives on: the one that runs it, else the one that was heard of last. */
function accountOf(jobId: string, runs: readonly RunProgress[], accounts: readonly AccountProgress[]) {
  const runner = runs.find(({ jobs }) => jobs.includes(jobId))?.accountId;
  const known = accounts.flatMap(({ accountId, bucket }) => (bucket === null ? [] : [{ accountId, ...bucket }]));
  const [newest] = known.sort((a, b) => a.readingAgeMs - b.readingAgeMs);
  return known.find(({ accountId }) => accountId === runner) ?? newest ?? null;
}

/** Everything that `status` shows, from the database and the config alone. */
export async function readStatus(database: Database): Promise<Status> {
  const { store, clock, path } = database;
  const nowMs = await accountNowMs(store, clock);
  const runs = await readRuns(store, nowMs);
  const accounts: AccountProgress[] = [];
  for (const accountId of await store.books.accounts()) accounts.push(await readAccount(accountId, database, nowMs));
  const jobs: JobProgress[] = [];
  for (const job of await store.jobStatus(nowMs)) {
    jobs.push({ ...job, outlook: await database.outlookOf(job, accountOf(job.jobId, runs, accounts), nowMs) });
  }
  return { path, nowMs, runs, accounts, jobs };
}
