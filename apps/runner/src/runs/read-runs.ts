import type { DealStore } from '@smart-ingestor/contracts';
import { processExists } from './process-exists';
import { type RunProgress, runProgress } from './run-progress';

/** Newest first. */
export async function readRuns(store: DealStore, nowMs: number): Promise<RunProgress[]> {
  const runs = await store.runs.list();
  return runs.map((run) => runProgress(run, nowMs, processExists)).sort((a, b) => b.startedMs - a.startedMs);
}
