import { compose, type Composition, type ResolvedConfig, SystemClock } from '@smart-ingestor/composition';
import type { Clock } from '@smart-ingestor/contracts';
import { accountNowMs } from '../database/account-time';
import type { CliIo } from '../io';
import { refuseWhileRunning } from '../runs/refuse-while-running';
import { settleDied } from '../runs/settle-died';
import { ClampExample } from './clamp-example';
import { jsonEvents } from './json-events';
import { createProgress } from './progress';
import type { RunFlags } from './run-flags';
import { summaryText } from './summary-text';

/** One run from the first request to the summary. The composition is closed on every path. */
export async function ingest(resolved: ResolvedConfig, flags: RunFlags, clock: Clock, io: CliIo): Promise<void> {
  const { account, job } = flags;
  const progress = flags.json ? null : createProgress(io.stderr, new SystemClock());
  const clamps = new ClampExample();
  const listeners = progress === null ? [jsonEvents(io.stdout)] : [clamps, progress];
  const composition = await compose(resolved, { clock, listeners, env: io.env, account, ...(job !== undefined && { jobs: [job] }) });
  try {
    const nowMs = await accountNowMs(composition.store, clock);
    await settleDied(composition.store, nowMs, io.stderr);
    if (flags.backfillMs !== undefined) await beginBackfill(composition, flags.backfillMs, nowMs);
    const { untilDeals, forMs, once, fullRefresh } = flags;
    const summary = await composition.run({ untilDeals, forMs, once, fullRefresh }, io.signal);
    progress?.done();
    if (!flags.json) io.stdout.write(summaryText(summary, clamps.text()));
  } finally {
    progress?.done();
    await composition.close();
  }
}

async function beginBackfill(composition: Composition, backfillMs: number, nowMs: number): Promise<void> {
  await refuseWhileRunning(composition.store, nowMs);
  await composition.makeFeedsDue(nowMs - backfillMs, nowMs);
}
