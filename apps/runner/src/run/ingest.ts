import { composeAll, type Fleet, type ResolvedConfig, SystemClock } from '@smart-ingestor/composition';
import type { Clock } from '@smart-ingestor/contracts';
import { accountNowMs } from '../database/account-time';
import type { CliIo } from '../io';
import { refuseWhileRunning } from '../runs/refuse-while-running';
import { settleDied } from '../runs/settle-died';
import { ClampExample } from './clamp-example';
import { jsonEvents } from './json-events';
import { createProgress } from './progress';
import type { RunFlags } from './run-flags';
import { tellOutcomes } from './tell-outcomes';

/** One run of all accounts, or of the one that is named, from the first request to the summaries. Everything is closed on every path. */
export async function ingest(resolved: ResolvedConfig, flags: RunFlags, clock: Clock, io: CliIo): Promise<void> {
  const { account, job, simulation } = flags;
  const progress = flags.json ? null : createProgress(io.stderr, new SystemClock());
  const clamps = new ClampExample();
  const listeners = progress === null ? [jsonEvents(io.stdout)] : [clamps, progress];
  // The simulator is one account: the first of the config stands for it.
  const accounts = account === undefined ? (simulation === null ? undefined : Object.keys(resolved.config.accounts).slice(0, 1)) : [account];
  const fleet = await composeAll(resolved, { clock, listeners, env: io.env, accounts, ...(job !== undefined && { jobs: [job] }) });
  try {
    const nowMs = await accountNowMs(fleet.store, clock);
    await settleDied(fleet.store, nowMs, io.stderr);
    if (flags.backfillMs !== undefined) await beginBackfill(fleet, flags.backfillMs, nowMs);
    const { untilDeals, forMs, once, fullRefresh } = flags;
    const outcomes = await fleet.run({ untilDeals, forMs, once, fullRefresh }, io.signal);
    progress?.done();
    tellOutcomes(outcomes, flags.json ? null : clamps, io);
  } finally {
    progress?.done();
    await fleet.close();
  }
}

async function beginBackfill(fleet: Fleet, backfillMs: number, nowMs: number): Promise<void> {
  await refuseWhileRunning(fleet.store, nowMs);
  for (const composition of fleet.accounts) await composition.makeFeedsDue(nowMs - backfillMs, nowMs);
}
