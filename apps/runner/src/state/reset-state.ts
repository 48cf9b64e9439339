import { accountNowMs } from '../database/account-time';
import { knownJob } from '../database/known-job';
import { type Database, withDatabase } from '../database/with-database';
import type { ConfigFlagValues } from '../flags/config-flags';
import { type CliIo, writeLine } from '../io';
import { tallyText } from '../output/words';
import { refuseWhileRunning } from '../runs/refuse-while-running';
import { UsageError } from '../usage-error';

/** Deals, raw responses and the ledger stay. @throws {UsageError} saying what would be forgotten, unless it was confirmed. */
export function resetState(job: string | undefined, values: ConfigFlagValues & { readonly yes?: true }, io: CliIo): Promise<void> {
  return withDatabase(values, io, async (database) => {
    const { store, clock } = database;
    const jobId = await knownJob(job, database);
    await refuseWhileRunning(store, await accountNowMs(store, clock));
    const of = jobId === undefined ? 'of every job' : `of job ${jobId}`;
    if (!values.yes) throw new UsageError([`state reset would forget ${of}: ${tallyText(await rowsByTable(database, jobId))}. To do it, add --yes.`]);
    writeLine(io.stdout, `Forgotten ${of}: ${tallyText(await store.stateStore.reset(jobId))}. Deals, raw responses and the ledger stayed.`);
  });
}

async function rowsByTable({ store }: Database, jobId: string | undefined): Promise<Record<string, number>> {
  const rows: Record<string, number> = {};
  for await (const { table } of store.stateStore.export(jobId)) rows[table] = (rows[table] ?? 0) + 1;
  return rows;
}
