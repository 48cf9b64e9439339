import { LEASE_MS, type RunRecord } from '@smart-ingestor/contracts';

/**
 * `died`: its process is gone, or nothing was heard of it for a quarter of an hour (pids are used again, and another machine's cannot be asked).
 * `silent`: its process is there, or may be, but its heartbeat stands still.
 */
export type RunState = 'sending' | 'waiting' | 'silent' | 'died';

export interface RunProgress extends RunRecord {
  readonly state: RunState;
}

/** Server and machine may disagree by 10 minutes: a run of which nobody can ask the process is given up later than that. */
const GIVEN_UP_AFTER_MS = 15 * 60_000;

export type ProcessExists = (host: string, pid: number) => boolean | null;

export function runProgress(run: RunRecord, nowMs: number, exists: ProcessExists): RunProgress {
  return { ...run, state: stateOf(run, nowMs - run.seenMs, exists(run.host, run.pid)) };
}

function stateOf({ wait }: RunRecord, quietMs: number, exists: boolean | null): RunState {
  if (exists === false || quietMs > GIVEN_UP_AFTER_MS) return 'died';
  if (quietMs > LEASE_MS) return 'silent';
  return wait === null ? 'sending' : 'waiting';
}
