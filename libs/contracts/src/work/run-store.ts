import type { WorkClass } from '../tokens/work-class';

/** A process that works on this database. Gone from the list when it ended well; after a crash its heartbeat stands still. */
export interface RunRecord {
  readonly owner: string;
  readonly accountId: string;
  readonly host: string;
  readonly pid: number;
  readonly startedMs: number;
  /** Latest heartbeat. */
  readonly seenMs: number;
  readonly jobs: readonly string[];
  /** Last time one of its units ended durably; `null` before the first. */
  readonly progressMs: number | null;
  /** Why nothing is being sent; `null` while something is. */
  readonly wait: RunWait | null;
}

export interface RunWait {
  readonly workClass: WorkClass | null;
  readonly jobId: string | null;
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly reason: string;
}

/** Who is running, what it waits for, and its heartbeat. All times are server time. */
export interface RunStore {
  begin(run: Omit<RunRecord, 'seenMs' | 'progressMs' | 'wait'>): Promise<void>;
  /** Heartbeat: everything that this owner holds (items, deals, sellers, feeds) stays its own until `heldUntilMs`, also where its lease ran out. What was taken over meanwhile stays taken. */
  beat(owner: string, heldUntilMs: number, nowMs: number): Promise<void>;
  wait(owner: string, wait: RunWait | null): Promise<void>;
  /** Also frees at once everything that this owner still holds. What it had asked for counts as spent until the ledger knows better. */
  end(owner: string): Promise<void>;
  list(): Promise<readonly RunRecord[]>;
}
