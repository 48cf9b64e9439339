import type { DealStore } from '@smart-ingestor/contracts';
import { UsageError } from '../usage-error';
import { readRuns } from './read-runs';
import { runName } from './run-text';

/** State is changed only while nothing works on it. @throws {UsageError} naming every run that does, and how to stop it. */
export async function refuseWhileRunning(store: DealStore, nowMs: number): Promise<void> {
  const problems = (await readRuns(store, nowMs))
    .filter(({ state }) => state !== 'died')
    .map(
      (run) => `${runName(run)} (owner ${run.owner}) works on this database: stop it with kill ${run.pid}, or Ctrl-C where it runs, and try again.`,
    );
  if (problems.length > 0) throw new UsageError(problems);
}
