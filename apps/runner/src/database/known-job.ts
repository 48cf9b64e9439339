import { UsageError } from '../usage-error';
import { didYouMean } from '../flags/did-you-mean';
import { accountNowMs } from './account-time';
import type { Database } from './with-database';

/** A job that the database or the config knows; absent stays absent. @throws {UsageError} saying which there are. */
export async function knownJob(job: string | undefined, { store, clock, jobs }: Database): Promise<string | undefined> {
  if (job === undefined) return undefined;
  const stored = await store.jobStatus(await accountNowMs(store, clock));
  const known = [...new Set([...stored.map(({ jobId }) => jobId), ...jobs])].sort();
  if (known.includes(job)) return job;
  throw new UsageError([`no job "${job}" in this database or config.${didYouMean(job, known)} There are: ${known.join(', ') || 'none'}.`]);
}
