import { accountNowMs } from '../database/account-time';
import { knownJob } from '../database/known-job';
import { withDatabase } from '../database/with-database';
import type { ConfigFlagValues } from '../flags/config-flags';
import { type CliIo, writeLine } from '../io';
import { count } from '../output/words';
import { refuseWhileRunning } from '../runs/refuse-while-running';
import { exportRecords } from './export-records';
import { readRecords } from './read-records';
import { recordLine } from './record-line';

/** Every row of state for people. Read piece by piece: beside a run the rows are of slightly different moments. */
export function showState(job: string | undefined, values: ConfigFlagValues, io: CliIo): Promise<void> {
  return withDatabase(values, io, async (database) => {
    const jobId = await knownJob(job, database);
    let rows = 0;
    for await (const record of database.store.stateStore.export(jobId)) {
      writeLine(io.stdout, recordLine(record));
      rows += 1;
    }
    writeLine(io.stderr, `${count(rows, 'row')} of state.`);
  });
}

/** What is taken along must be of one moment, so nothing may work on it meanwhile. */
export function exportState(job: string | undefined, values: ConfigFlagValues & { readonly out?: string }, io: CliIo): Promise<void> {
  return withDatabase(values, io, async (database) => {
    const { store, clock } = database;
    const jobId = await knownJob(job, database);
    await refuseWhileRunning(store, await accountNowMs(store, clock));
    const rows = await exportRecords(store.stateStore.export(jobId), values.out, io);
    writeLine(io.stderr, `${count(rows, 'row')} exported.`);
  });
}

export function importState(file: string, values: ConfigFlagValues, io: CliIo): Promise<void> {
  const records = readRecords(file, io.cwd);
  return withDatabase(values, io, async ({ store, clock }) => {
    await refuseWhileRunning(store, await accountNowMs(store, clock));
    writeLine(io.stdout, `${count(await store.stateStore.import(records), 'row')} imported.`);
  });
}
