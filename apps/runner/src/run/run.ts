import { SystemClock } from '@smart-ingestor/composition';
import { loadWithInput } from '../config/load';
import type { ConfigFlagValues } from '../flags/config-flags';
import { FlagReader } from '../flags/flag-reader';
import type { CliIo } from '../io';
import { startSimulation } from '../simulation/start-simulation';
import { announceBuiltInJob } from './built-in-job';
import { ingest } from './ingest';
import { readRunFlags, type RunFlags } from './run-flags';
import { refuseSpeedAgainstKeepa } from './speed-limit';

export function run(values: ConfigFlagValues & Record<string, unknown>, io: CliIo): Promise<void> {
  const reader = new FlagReader(values);
  const flags = readRunFlags(reader);
  reader.done();
  return runWith(flags, values, io);
}

/** flags → simulator, if asked for → config → ingestion → summary. */
export async function runWith(flags: RunFlags, values: ConfigFlagValues, io: CliIo): Promise<void> {
  const clock = new SystemClock({ speed: flags.speed });
  const simulation = flags.simulation === null ? undefined : await startSimulation(flags.simulation, clock, io.cwd);
  try {
    const loaded = await loadWithInput(values, io, simulation);
    refuseSpeedAgainstKeepa(flags.speed, loaded.config, flags.account);
    announceBuiltInJob(loaded, flags.json ? io.stderr : io.stdout);
    await ingest(loaded, flags, clock, io);
  } finally {
    await simulation?.close();
  }
}
