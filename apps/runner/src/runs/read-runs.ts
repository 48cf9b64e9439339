import { hostname } from 'node:os';
import type { DealStore } from '@smart-ingestor/contracts';
import { processExists } from './process-exists';
import { type RunProgress, runProgress } from './run-progress';

/** Newest first, for a process that has not begun a run of its own. */
export async function readRuns(store: DealStore, nowMs: number): Promise<RunProgress[]> {
  const runs = await store.runs.list();
  return runs.map((run) => runProgress(run, nowMs, othersExist)).sort((a, b) => b.startedMs - a.startedMs);
}

/** Whoever had the number of this process before is gone: in a container it is always the same. */
function othersExist(host: string, pid: number): boolean | null {
  return host === hostname() && pid === process.pid ? false : processExists(host, pid);
}
