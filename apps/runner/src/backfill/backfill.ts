import type { ConfigFlagValues } from '../flags/config-flags';
import { FlagReader } from '../flags/flag-reader';
import type { CliIo } from '../io';
import { runWith } from '../run/run';
import { readRunFlags } from '../run/run-flags';

/** A run to the end of its feeds whose passes are due at once. */
export async function backfill(values: ConfigFlagValues & Record<string, unknown>, io: CliIo): Promise<void> {
  const reader = new FlagReader(values);
  const flags = readRunFlags(reader);
  const sinceMs = reader.durationMs('--since');
  reader.done();
  // Without a problem it is there: commander insists on it.
  await runWith({ ...flags, once: true, backfillMs: sinceMs ?? 0 }, values, io);
}
