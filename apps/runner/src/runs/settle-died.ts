import { hostname } from 'node:os';
import type { DealStore } from '@smart-ingestor/contracts';
import { type Output, writeLine } from '../io';
import { readRuns } from './read-runs';
import type { RunProgress } from './run-progress';
import { runText } from './run-text';

/**
 * A run that died is told once more, by the one that goes on after it, and forgotten; what it held is free at once. What another machine's run
 * holds is free when its leases end. Requests that were in flight stay counted as spent: the ledger alone decides about those.
 */
export async function settleDied(store: DealStore, nowMs: number, output: Output): Promise<void> {
  for (const run of (await readRuns(store, nowMs)).map(withoutNamesake)) {
    if (run.state !== 'died') continue;
    writeLine(output, runText(run, nowMs));
    await store.runs.end(run.owner);
  }
}

/** This process has not begun a run yet: whoever had its number before (in a container always the same) is gone. */
function withoutNamesake(run: RunProgress): RunProgress {
  return run.host === hostname() && run.pid === process.pid ? { ...run, state: 'died' } : run;
}
