import { compose, type ResolvedConfig, SystemClock } from '@smart-ingestor/composition';
import type { Clock } from '@smart-ingestor/contracts';
import type { CliIo } from '../io';
import { ClampExample } from './clamp-example';
import { jsonEvents } from './json-events';
import { createProgress } from './progress';
import type { RunFlags } from './run-flags';
import { summaryText } from './summary-text';

/** One run from the first request to the summary. The composition is closed on every path. */
export async function ingest(resolved: ResolvedConfig, flags: RunFlags, clock: Clock, io: CliIo): Promise<void> {
  const { untilDeals, forMs, once, account } = flags;
  const progress = flags.json ? null : createProgress(io.stderr, new SystemClock());
  const clamps = new ClampExample();
  const listeners = progress === null ? [jsonEvents(io.stdout)] : [clamps, progress];
  const composition = await compose(resolved, { clock, listeners, env: io.env, account });
  try {
    const summary = await composition.run({ untilDeals, forMs, once }, io.signal);
    progress?.done();
    if (!flags.json) io.stdout.write(summaryText(summary, clamps.text()));
  } finally {
    progress?.done();
    await composition.close();
  }
}
