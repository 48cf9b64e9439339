/** A hold on something that only one process may work on. `fence` grows with every claim: a write that carries an older one changes nothing. */
export interface Lease {
  readonly fence: number;
}

/** Who asks for a lease, and for how long. A lease that is not renewed ends by itself, so nobody has to clear it after a crash. */
export interface LeaseTerms {
  /** Unique per process. */
  readonly owner: string;
  readonly leaseMs: number;
  /** Server time. A lease given later than `nowMs + LONGEST_PROCESSING_MS` was given by another clock (a restarted simulator) and counts as free. */
  readonly nowMs: number;
}

/** Longest time that work stays with a process that has stopped answering. A living one renews every third of it. */
export const LEASE_MS = 90_000;
