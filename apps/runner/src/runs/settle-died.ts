import type { DealStore } from '@smart-ingestor/contracts';
import { type Output, writeLine } from '../io';
import { readRuns } from './read-runs';
import { runText } from './run-text';

/** A run that died is told once more, by the one that goes on after it, and forgotten. What it held is free when its leases end. */
export async function settleDied(store: DealStore, nowMs: number, output: Output): Promise<void> {
  for (const run of await readRuns(store, nowMs)) {
    if (run.state !== 'died') continue;
    writeLine(output, runText(run, nowMs));
    await store.runs.end(run.owner);
  }
}
