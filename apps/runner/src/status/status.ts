import type { JobOutlook } from '@smart-ingestor/composition';
import type { AccountStatus, JobStatus, LedgerTotals } from '@smart-ingestor/contracts';
import type { RunProgress } from '../runs/run-progress';

export interface AccountProgress extends AccountStatus {
  readonly lastHour: LedgerTotals;
  readonly lastDay: LedgerTotals;
}

/** What the database knows of a job, and what follows for it from config and plan; `outlook` is `null` for a job that the config does not have. */
export interface JobProgress extends JobStatus {
  readonly outlook: JobOutlook | null;
}

/** What `status` shows, and prints with `--json`. Times are Unix milliseconds of Keepa. */
export interface Status {
  readonly path: string;
  readonly nowMs: number;
  /** The newest first. */
  readonly runs: readonly RunProgress[];
  readonly accounts: readonly AccountProgress[];
  readonly jobs: readonly JobProgress[];
}
