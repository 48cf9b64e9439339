import type { DealStore } from '@smart-ingestor/contracts';
import { type Output, writeLine } from '../io';
import { readRuns } from './read-runs';
import { runText } from './run-text';

/**
 * A run that died is told once more, by the one that goes on after it, and forgotten; what it held is free at once. What another machine's run
 * holds is free when its leases end. Requests that were in flight stay counted as spent: the ledger alone decides about those.
 */
export async function settleDied(store: DealStore, nowMs: number, output: Output): Promise<void> {
  for (const run of await readRuns(store, nowMs)) {
    if (run.state !== 'died') continue;
    writeLine(output, runText(run, nowMs));
    await store.runs.end(run.owner);
  }
}
